// Writes schemas/pipeline.schema.json from the table of keys: `npm run schema`.
const esbuild = require('esbuild');
const prettier = require('prettier');

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const target = path.join(root, 'schemas', 'pipeline.schema.json');

async function main() {
  const built = await esbuild.build({
    entryPoints: [path.join(root, 'src', 'pipeline', 'jsonSchema.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', built.outputFiles[0].text)(
    module,
    module.exports,
    require,
  );
  const text = JSON.stringify(module.exports.pipelineJsonSchema(), null, 2);
  const options = await prettier.resolveConfig(target);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, await prettier.format(text, { ...options, filepath: target }));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
