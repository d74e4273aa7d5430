// Judges documents by the vendor's own JSON schema (draft-04). Reads a JSON array of documents from standard input and writes one line per fault.
import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";

const schema = JSON.parse(readFileSync(new URL("./node_modules/@atlaskit/adf-schema/dist/json-schema/v1/full.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: false, strict: false }).compile(schema);
const documents = JSON.parse(readFileSync(0, "utf8"));

let faults = 0;
documents.forEach((document, index) => {
  if (!validate(document)) {
    faults++;
    const first = validate.errors[0];
    console.log(`document ${index}: ${first.instancePath} ${first.message}`);
  }
});
console.log(`${documents.length} judged, ${faults} refused`);
process.exitCode = faults === 0 ? 0 : 1;
