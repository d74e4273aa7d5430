// Microsoft's own parser judges activities. Reads a JSON array of activities from standard input and writes one line per fault.
import { readFileSync } from "node:fs";
import { Activity } from "@microsoft/agents-activity";

const activities = JSON.parse(readFileSync(0, "utf8"));
let faults = 0;
activities.forEach((activity, index) => {
  try {
    Activity.fromObject(activity);
  } catch (fault) {
    faults++;
    console.log(`activity ${index}: ${fault.message.replaceAll("\n", " ")}`);
  }
});
console.log(`${activities.length} judged, ${faults} refused`);
process.exitCode = faults === 0 ? 0 : 1;
