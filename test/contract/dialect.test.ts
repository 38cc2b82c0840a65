import { repriseDialect } from '../../src/pipeline/dialects/reprise';

import { dialectContract } from './dialect';

const text = `name: contract
params: params.yaml
steps:
  prepare:
    run: python src/prepare.py \${{ params.seed }}
    inputs: [src/prepare.py, data/raw.csv]
    outputs: [data/clean.csv]
  train:
    run: python src/train.py
    inputs:
      - src/train.py
      - data/clean.csv
    params: [seed]
    outputs:
      - models/m.bin
      - m.json: { kind: metrics }
`;

dialectContract('reprise', {
  dialect: repriseDialect,
  fileName: 'pipeline.yaml',
  text,
  files: {
    'pipeline.yaml': text,
    'params.yaml': 'seed: 7\n',
    'src/prepare.py': '',
    'src/train.py': '',
    'data/raw.csv': '',
  },
  mistaken: text.replace('outputs: [data', 'ouputs: [data'),
  mistake: 'ouputs',
});
