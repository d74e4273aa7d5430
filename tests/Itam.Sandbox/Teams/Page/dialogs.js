// What opens above the chat: the dialogs of the bot, and the search.
import { draw } from "./cards.js";
import { ask, element } from "./wire.js";

const dialog = document.getElementById("dialog");
const dialogBody = document.getElementById("dialog-body");
const dialogSaid = document.getElementById("dialog-said");
document.getElementById("dialog-close").addEventListener("click", () => dialog.close());

function open(title, ...content) {
  document.getElementById("dialog-title").textContent = title;
  dialogBody.replaceChildren(...content);
  dialogSaid.textContent = "";
  if (!dialog.open) {
    dialog.showModal();
  }
}

async function showTask(answer, after) {
  const submit = (action) => invokeTask("task/submit", action.data, after);
  const task = answer.task;
  if (!task) {
    dialog.close();
  } else if (task.type === "message") {
    open("Assets", element("p", { role: "status" }, task.value));
  } else {
    const card = await draw(task.value.card.content, { execute: submit, submit });
    open(task.value.title ?? "Assets", card);
    dialogBody.querySelector("input, textarea, select")?.focus();
  }
}

// A dialog of the bot. Afterwards: what happened in the chat.
export async function invokeTask(invoke, data, after) {
  try {
    await showTask(await ask("/teams/invoke", { name: invoke, value: { data, context: { theme: "default" } } }), after);
    await after();
  } catch (problem) {
    if (dialog.open) {
      dialogSaid.textContent = problem.message;
    } else {
      open("Assets", element("p", { className: "said wrong" }, `✕ ${problem.message}`));
    }
  }
}

// A search while a message is written: what is chosen goes with the message.
export function search(offer) {
  const input = element("input", { type: "search", id: "query", autocomplete: "off" });
  const label = element("label", { htmlFor: "query" }, "Serial, asset tag, device name or person");
  const found = element("div", { className: "found" });
  const status = element("p", { className: "hint", role: "status" });
  let latest = 0;
  const look = async () => {
    const mine = ++latest;
    const parameters = input.value ? [{ name: "q", value: input.value }] : [{ name: "initialRun", value: "true" }];
    try {
      const answer = await ask("/teams/invoke", {
        name: "composeExtension/query",
        value: { commandId: "searchAssets", parameters, queryOptions: { skip: 0, count: 25 } },
      });
      if (mine !== latest) {
        return;
      }
      const extension = answer.composeExtension ?? {};
      const results = extension.attachments ?? [];
      status.textContent = extension.text ?? `${results.length} found. Choose one to put it into the message.`;
      found.replaceChildren(...results.map(result));
    } catch (problem) {
      status.textContent = problem.message;
    }
  };
  const result = (attachment) => {
    const { title, text } = attachment.preview?.content ?? {};
    const button = element("button", { type: "button" }, element("b", {}, title ?? "Device"), element("span", { className: "meta" }, text ?? ""));
    button.addEventListener("click", async () => {
      dialog.close();
      await offer(attachment);
    });
    return button;
  };
  let pause;
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, 300);
  });
  open("Search devices", label, input, status, found);
  input.focus();
  look();
}
