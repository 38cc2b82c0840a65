import * as z from 'zod';

import type { Json } from '../base/json';

import { pipelineSchema } from './keys';

/** The JSON Schema (draft 7, which editors know) of a pipeline file. */
export function pipelineJsonSchema(): Json {
  const schema = z.toJSONSchema(pipelineSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // Other names of a key are for our own sentences.
      delete jsonSchema['aka'];
    },
  });
  return {
    ...(schema as { readonly [key: string]: Json }),
    title: 'Reprise pipeline',
    patternProperties: { '^x-': {} },
  };
}
