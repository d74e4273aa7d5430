// Who is played, and how the page asks the Sandbox to act for them.
export const { who, place, channel } = document.getElementById("teams").dataset;

export async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ who, place, ...body }),
  });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Error(json.problem ?? `The Sandbox answered ${answer.status}.`);
  }
  return json;
}

export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
