// Bundles static/src/*.js and static/src/css/app.css into static/dist/.
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "src");
const target = join(root, "dist");

const scripts = readdirSync(source).filter((name) => name.endsWith(".js"));
const styles = existsSync(join(source, "css", "app.css")) ? [join("css", "app.css")] : [];
const entryPoints = [...scripts, ...styles].map((name) => ({ in: join(source, name), out: parse(name).name }));

// Hashed names of an earlier build would pile up.
rmSync(target, { recursive: true, force: true });

await build({
  entryPoints,
  outdir: target,
  bundle: true,
  minify: true,
  // Pages load the scripts as modules; what two of them share becomes a chunk of its own.
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  target: "es2022",
  sourcemap: "external",
  legalComments: "linked",
  // KaTeX's and Source Serif's fonts stay files, so that the Content-Security-Policy needs no data: addresses.
  loader: { ".woff2": "file", ".woff": "file", ".ttf": "file", ".svg": "file", ".png": "file" },
  logLevel: "warning",
});

for (const name of readdirSync(source).filter((name) => name.endsWith(".svg"))) {
  copyFileSync(join(source, name), join(target, name));
}
