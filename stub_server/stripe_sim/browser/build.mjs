// Bundle the sources to ../static: `node build.mjs`; with --check, fail where static is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MADE = 'Made by `make browser` from stub_server/stripe_sim/browser; not edited by hand.';
const BUNDLES = { 'stripe.js': 'page', 'frame.js': 'frames', 'challenge.js': 'challenge' };

const check = process.argv.includes('--check');
const stale = [];
for (const [name, folder] of Object.entries(BUNDLES)) {
  const result = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: [`src/${folder}/main.js`],
    banner: { js: `/* ${MADE} */` },
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    legalComments: 'none',
    logLevel: 'warning',
    minify: true,
    target: 'es2022',
    write: false,
  });
  const text = result.outputFiles[0].text;
  const target = new URL(`../static/${name}`, import.meta.url);
  if (check) {
    if (read(target) !== text) stale.push(name);
  } else {
    writeFileSync(target, text);
    console.log(`${name}: ${text.length} bytes, ${gzipSync(text).length} gzipped`);
  }
}
if (stale.length) {
  console.error(`Stale: static/${stale.join(', static/')}. Run \`make browser\`.`);
  process.exit(1);
}

/** The file's text, or nothing where there is no file. */
function read(target) {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}
