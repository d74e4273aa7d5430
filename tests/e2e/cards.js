// Draws a card with Microsoft's renderer (npm adaptivecards) as a chat in Teams would: its theme, its fonts' sizes, its spacing. Needs window.AdaptiveCards.
"use strict";

const colour = (value) => {
  if (value.length !== 9) return value;
  const [alpha, red, green, blue] = [1, 3, 5, 7].map((at) => parseInt(value.slice(at, at + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
};

const hostConfig = (theme) => ({
  supportsInteractivity: true,
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: theme.line },
  imageSizes: { small: 32, medium: 52, large: 100 },
  fontTypes: Object.fromEntries(
    [["default", "inherit"], ["monospace", "'DejaVu Sans Mono', monospace"]].map(([type, fontFamily]) => [
      type,
      { fontFamily, fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 }, fontWeights: { lighter: 200, default: 400, bolder: 600 } },
    ]),
  ),
  containerStyles: Object.fromEntries(
    Object.entries(theme.styles).map(([name, style]) => {
      const text = { default: colour(style.text), subtle: colour(style.subtle) };
      return [name, { backgroundColor: style.background, foregroundColors: { default: text, accent: { default: style.link, subtle: style.link } } }];
    }),
  ),
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
  },
  adaptiveCard: { allowCustomStyle: false },
});

const dress = (theme, name) => {
  const { default: plain } = theme.styles;
  const set = (key, value) => document.documentElement.style.setProperty(`--${key}`, value);
  const dark = name !== "light";
  set("page", theme.page);
  set("paper", plain.background);
  set("ink", plain.text);
  set("link", plain.link);
  set("edge", name === "contrast" ? "#ffffff" : dark ? "#6b6b6b" : "#c7c7c7");
  set("button", dark ? plain.background : "#ffffff");
  set("button-ink", plain.text);
  set("field", dark ? "#1f1f1f" : "#ffffff");
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
};

/** The people picker is the Teams client's own: the renderer sees a list with one person. */
const withoutPicker = (value) => {
  if (Array.isArray(value)) return value.map(withoutPicker);
  if (value === null || typeof value !== "object") return value;
  const { "choices.data": picker, ...rest } = value;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, withoutPicker(member)]));
  return picker ? { ...plain, choices: [{ title: "Max Moor", value: "max" }] } : plain;
};

/** @returns what the renderer finds wrong; the page then shows the card, and window.sent gathers what its buttons send. */
window.drawCard = (json, theme, name) => {
  const { AdaptiveCard, HostConfig, SerializationContext, Version, ValidationEvent } = window.AdaptiveCards;
  dress(theme, name);
  const context = new SerializationContext(new Version(1, 5));
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig(theme));
  card.parse(withoutPicker(json), context);
  window.sent = [];
  card.onExecuteAction = (action) => window.sent.push({ title: action.title, data: action.data ?? null });
  const faults = [];
  for (let i = 0; i < context.eventCount; i++) faults.push(context.getEventAt(i));
  faults.push(...card.validateProperties().validationEvents);
  // The renderer tests lang with a pattern that remembers where it stopped, so that every other "en" is wrong to it (adaptivecards 3.0.6).
  const real = /^[a-z]{2}$/.test(json.lang) ? faults.filter((f) => !f.message.includes('for property "lang"')) : faults;
  document.getElementById("card").replaceChildren(card.render());
  return real.map((f) => `${ValidationEvent[f.event]}: ${f.message}`);
};

/** @returns what a screen reader could not name, and what sticks out of a chat of 320 px. */
window.judgePage = () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const told = (what, elements) => elements.map((e) => `${what}: ${e.outerHTML.slice(0, 120)}`);
  const { style } = document.body;
  style.width = "320px";
  const edge = document.getElementById("card").getBoundingClientRect().right + 1;
  const faults = [
    ...(all("[role=heading]").length ? [] : ["nothing is a heading"]),
    ...told("a button without a name", all("button, [role=button], [role=link]").filter((b) => !(b.getAttribute("aria-label") || b.textContent).trim())),
    ...told("an input without a label", all("input, textarea, select").filter((i) => !i.labels?.length && !i.getAttribute("aria-labelledby") && !i.getAttribute("aria-label"))),
    ...told("a picture without words", all("img").filter((i) => !i.alt)),
    ...told("sticks out at 320 px", all("#card *").filter((e) => e.getBoundingClientRect().right > edge)),
    ...told("is cut off at 320 px", all("#card button div").filter((e) => e.scrollWidth > e.clientWidth)),
  ];
  style.width = "";
  return faults;
};
