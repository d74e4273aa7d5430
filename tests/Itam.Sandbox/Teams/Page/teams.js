// The chat of the person who is played: asks once a second for news, and does what a Teams client does with cards.
import { draw } from "./cards.js";
import { invokeTask, search } from "./dialogs.js";
import { ask, channel, element, place, who } from "./wire.js";

const list = document.getElementById("messages");
const announcer = document.getElementById("announcer");
const box = document.getElementById("text");
const said = document.getElementById("write-said");
const preview = document.getElementById("preview");
const every = 1000;
const refreshEvery = 60_000;
const shown = new Map(); // message id → { item, stamp }
const below = new Map(); // message id → what the bot answered below its card
const own = new Map(); // message id → { stamp, at, card }: the view that a refresh gave this person
let stamp = "";
let attachments = [];
let first = true;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

function heading(message) {
  const when = new Date(message.at);
  return element(
    "p",
    { className: "meta" },
    element("b", {}, message.who ?? ""),
    " ",
    element("time", { dateTime: when.toISOString() }, clock.format(when)),
    message.edited ? " · updated" : "",
  );
}

function tell(id, text, isError) {
  below.set(id, { text, isError });
  const item = shown.get(id)?.item;
  if (item) {
    item.querySelector(".said")?.remove();
    if (text) {
      item.append(element("p", { className: isError ? "said wrong" : "said", role: "status" }, isError ? `✕ ${text}` : text));
    }
  }
}

// A press: the answer is a card in the pressed one's place, a line below it, or an error.
async function press(message, action) {
  const item = shown.get(message.id)?.item;
  tell(message.id, "", false);
  item?.setAttribute("aria-busy", "true");
  try {
    const answer = await ask("/teams/press", { message: message.id, verb: action.verb, data: action.data });
    if (answer.type === "application/vnd.microsoft.card.adaptive") {
      own.delete(message.id);
      await refresh();
      shown.get(message.id)?.item.focus({ preventScroll: true });
    } else if (answer.type === "application/vnd.microsoft.activity.message") {
      tell(message.id, answer.value, false);
    } else if (answer.type) {
      tell(message.id, answer.value?.message ?? "Something went wrong.", true);
    }
  } catch (problem) {
    tell(message.id, problem.message, true);
  }
  shown.get(message.id)?.item.removeAttribute("aria-busy");
}

async function submit(message, action) {
  if (action.data?.msteams?.type === "task/fetch") {
    await invokeTask("task/fetch", action.data, refresh);
    return;
  }
  try {
    await ask("/teams/submit", { message: message.id, data: action.data });
    await refresh();
  } catch (problem) {
    tell(message.id, problem.message, true);
  }
}

// A card may ask to be drawn for one of its readers alone; at most once a minute each.
async function refreshCard(message) {
  const wish = message.card?.refresh;
  const before = own.get(message.id);
  const listed = wish?.action && (wish.userIds ?? []).includes(channel);
  if (!listed || (before && before.stamp === message.stamp && Date.now() - before.at < refreshEvery)) {
    return;
  }
  own.set(message.id, { ...before, stamp: message.stamp, at: Date.now() });
  try {
    const answer = await ask("/teams/press", { message: message.id, verb: wish.action.verb, data: wish.action.data, trigger: "automatic" });
    if (answer.type === "application/vnd.microsoft.card.adaptive") {
      own.set(message.id, { stamp: message.stamp, at: Date.now(), card: answer.value });
      await put({ ...message, stamp: `${message.stamp}+${Date.now()}` });
    }
  } catch {
    // The card stays as everybody sees it; the next look asks again.
  }
}

async function put(message) {
  const handle = { execute: (action) => press(message, action), submit: (action) => submit(message, action) };
  const item = element("article", { className: message.mine ? "message mine" : "message", tabIndex: -1 }, heading(message));
  item.dataset.id = message.id;
  item.setAttribute("aria-label", `${message.who}, ${clock.format(new Date(message.at))}`);
  if (message.text) {
    item.append(element("p", { className: "bubble" }, message.text));
  }
  const mine = own.get(message.id);
  const card = mine?.card && message.stamp.startsWith(mine.stamp) ? mine.card : message.card;
  if (card) {
    item.append(element("div", { className: "card" }, await draw(card, handle)));
  }
  const before = shown.get(message.id)?.item;
  if (before) {
    before.replaceWith(item);
  } else {
    list.append(item);
  }
  shown.set(message.id, { item, stamp: message.stamp.split("+")[0] });
  const line = below.get(message.id);
  if (line?.text) {
    tell(message.id, line.text, line.isError);
  }
}

const key = (upn) => `heard ${upn}`;

function news(people) {
  const others = document.getElementById("others");
  for (const person of people) {
    let link = document.querySelector(`#cast a[data-upn="${CSS.escape(person.upn)}"]`);
    if (!link) {
      const initials = person.name.split(" ").map((n) => n[0]).join("").slice(0, 2);
      const face = element("span", { className: "face", ariaHidden: "true" }, initials);
      const words = element("span", { className: "who" }, element("b", {}, person.name), element("span", { className: "meta" }, person.part));
      link = element("a", { href: `/teams?who=${encodeURIComponent(person.upn)}` }, face, words, element("span", { className: "news" }));
      link.dataset.upn = person.upn;
      others.hidden = false;
      others.querySelector("ul").append(element("li", {}, link));
    }
    if (person.upn === who && place === "chat") {
      sessionStorage.setItem(key(person.upn), person.heard);
    }
    const unheard = person.heard - Number(sessionStorage.getItem(key(person.upn)) ?? 0);
    link.querySelector(".news").textContent = unheard > 0 ? `${unheard} new` : "";
  }
}

async function show(state) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const arrived = [];
  for (const message of state.messages) {
    if (shown.get(message.id)?.stamp !== message.stamp) {
      if (message.fromBot) {
        arrived.push(message);
      }
      below.delete(message.id);
      await put(message);
    }
    await refreshCard(message);
  }
  news(state.people);
  if (arrived.length > 0 && !first) {
    announcer.textContent = arrived.map((m) => `${m.who}: ${m.card?.speak ?? m.text ?? ""}`).join(" ");
  }
  if (first || atEnd) {
    list.scrollTop = list.scrollHeight;
    if (arrived.length > 0 && !first && list.scrollHeight === list.clientHeight) {
      shown.get(arrived.at(-1).id).item.scrollIntoView({ block: "nearest" });
    }
  }
  first = false;
}

let asking;

// One look at a time: whoever asks while one is under way gets the next.
function refresh() {
  asking = (asking ?? Promise.resolve()).then(look, look);
  return asking;
}

async function look() {
  try {
    const answer = await fetch(`/teams/live?${new URLSearchParams({ who, place, stamp })}`);
    if (answer.status === 200) {
      const state = await answer.json();
      stamp = state.stamp;
      await show(state);
    }
  } catch {
    // page.js says that the Sandbox does not answer.
  }
}

async function write(text) {
  said.textContent = "";
  try {
    await ask("/teams/write", { text, attachments });
    preview.hidden = true;
    attachments = [];
    await refresh();
    list.scrollTop = list.scrollHeight;
  } catch (problem) {
    said.textContent = problem.message;
    await refresh();
  }
}

document.getElementById("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (text || attachments.length > 0) {
    box.value = "";
    write(text);
  }
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

document.getElementById("says").addEventListener("click", (event) => {
  if (event.target.dataset.say) {
    write(event.target.dataset.say);
  }
});

// A pasted address: the bot is asked what it shows, as Teams does before the message is sent.
box.addEventListener("paste", async (event) => {
  const url = event.clipboardData.getData("text").trim();
  if (!/^https?:\/\/\S+$/.test(url)) {
    return;
  }
  try {
    const answer = await ask("/teams/invoke", { name: "composeExtension/queryLink", value: { url } });
    const extension = answer.composeExtension;
    if (extension?.type === "result" && extension.attachments?.length > 0) {
      await offer(extension.attachments[0]);
    } else if (extension?.text) {
      said.textContent = extension.text;
    }
  } catch (problem) {
    said.textContent = problem.message;
  }
});

async function offer(attachment) {
  const { preview: _, ...sent } = attachment;
  attachments = [sent];
  const remove = element("button", { type: "button", className: "chip quiet" }, "Remove");
  remove.addEventListener("click", () => {
    attachments = [];
    preview.hidden = true;
    box.focus();
  });
  const nothing = () => tell("", "", false);
  const card = element("div", { className: "card" }, await draw(attachment.content, { execute: nothing, submit: nothing }));
  card.inert = true;
  preview.replaceChildren(element("p", { className: "meta" }, "Goes with your message"), card, remove);
  preview.hidden = false;
  box.focus();
}

document.getElementById("search").addEventListener("click", () => search(offer));

document.getElementById("locale").addEventListener("change", (event) => ask("/teams/language", { locale: event.target.value }));

const narrow = matchMedia("(max-width: 52rem)");
const fold = () => (document.getElementById("cast").open = !narrow.matches);
narrow.addEventListener("change", fold);
fold();

if (place === "chat") {
  ask("/teams/open", {}).catch((problem) => (said.textContent = problem.message));
}
await refresh();
setInterval(() => document.hidden || refresh(), every);
