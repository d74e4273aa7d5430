// Judges Teams app packages by Microsoft's own schemas, as shipped in @microsoft/app-manifest: nothing is fetched.
//   node manifest-judge.mjs FOLDER...   a folder holds manifest.json, the localisation files it names, and its icons
// Writes one line per fault and ends with "N judged, N refused, newest schema V"; the exit code is 0 when none was refused.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inflateSync } from "node:zlib";
import Ajv from "ajv-draft-04";

const require = createRequire(import.meta.url);
const entry = require.resolve("@microsoft/app-manifest");
const { AppManifestUtils } = require(entry);
const schemas = join(dirname(entry), "json-schemas", "teams");
const versions = readdirSync(schemas)
  .filter((name) => /^v\d+\.\d+$/.test(name))
  .map((name) => name.slice(1))
  .sort((a, b) => a.split(".")[0] - b.split(".")[0] || a.split(".")[1] - b.split(".")[1]);

const json = (path) => JSON.parse(readFileSync(path, "utf8"));

async function faultsOf(folder) {
  const manifest = json(join(folder, "manifest.json"));
  const version = manifest.manifestVersion;
  const address = `https://developer.microsoft.com/json-schemas/teams/v${version}/`;
  if (!versions.includes(version) || manifest.$schema !== `${address}MicrosoftTeams.schema.json`) {
    return [`manifest.json: no shipped schema fits version ${version} at ${manifest.$schema}`];
  }

  const faults = (await AppManifestUtils.validateAgainstSchema(manifest)).map((fault) => `manifest.json: ${fault}`);
  // One pattern of the localisation schema is no Unicode pattern, which the package itself does not notice because it never reads that schema.
  const localisation = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, validateFormats: false }).compile(
    json(join(schemas, `v${version}`, "MicrosoftTeams.Localization.schema.json")),
  );
  for (const { file } of manifest.localizationInfo?.additionalLanguages ?? []) {
    const words = json(join(folder, file));
    localisation(words);
    faults.push(...(localisation.errors ?? []).map((error) => `${file}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
    // The schema knows the form of the keys, but not whether there is anything at their place.
    faults.push(...Object.keys(words).filter((key) => key !== "$schema" && typeof at(manifest, key) !== "string").map((key) => `${file}: nothing at ${key}`));
  }

  const sizes = { color: 192, outline: 32, color32x32: 32 };
  for (const [icon, file] of Object.entries(manifest.icons)) {
    faults.push(...iconFaults(readFileSync(join(folder, file)), icon, sizes[icon]).map((fault) => `${file}: ${fault}`));
  }

  return faults;
}

const at = (manifest, path) =>
  path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .reduce((value, name) => value?.[name], manifest);

/** Teams' own rules: sizes; colour is opaque, outline is white or nothing. Unfilters the rows, since only then a pixel is known. */
function iconFaults(png, icon, size) {
  if (png.subarray(1, 4).toString("latin1") !== "PNG") return ["not a PNG"];
  const [width, height, depth, colour] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  if (width !== size || height !== size) return [`is ${width}×${height}, not ${size}×${size}`];
  if (depth !== 8 || colour !== 6) return ["is not red, green, blue and alpha of 8 bits"];
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }

  const raw = inflateSync(Buffer.concat(parts));
  const row = size * 4;
  const pixels = Buffer.alloc(row * size);
  for (let y = 0; y < size; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const left = x < 4 ? 0 : pixels[y * row + x - 4];
      const up = y === 0 ? 0 : pixels[(y - 1) * row + x];
      if (filter > 2) return [`row ${y} has filter ${filter}, which this judge does not know`];
      pixels[y * row + x] = raw[y * (row + 1) + 1 + x] + [0, left, up][filter];
    }
  }

  const faults = [];
  let clear = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const alpha = pixels[i + 3];
    clear += alpha === 0 ? 1 : 0;
    if (icon === "color" && alpha !== 255) return ["is transparent in places"];
    if (icon === "outline" && alpha > 0 && (pixels[i] & pixels[i + 1] & pixels[i + 2]) !== 255) return ["is not white"];
  }

  if (icon !== "color" && (clear === 0 || clear === size * size)) faults.push("has no transparent background, or nothing on it");
  return faults;
}

const folders = process.argv.slice(2);
let refused = 0;
for (const folder of folders) {
  const faults = await faultsOf(folder).catch((error) => [error.message]);
  faults.forEach((fault) => console.log(`${folder}: ${fault}`));
  refused += faults.length > 0 ? 1 : 0;
}

console.log(`${folders.length} judged, ${refused} refused, newest schema ${versions.at(-1)}`);
process.exitCode = refused === 0 && folders.length > 0 ? 0 : 1;
