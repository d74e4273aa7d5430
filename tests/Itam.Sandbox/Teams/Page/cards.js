// Draws Adaptive Cards as Teams does, with the page's own colours.
const colors = (main, subtle) => ({ default: main, subtle });
const shades = (background, ink = "var(--ink)", soft = "var(--soft)") => ({
  backgroundColor: background,
  foregroundColors: {
    default: colors(ink, soft),
    dark: colors("var(--ink)", "var(--soft)"),
    light: colors("var(--paper)", "var(--line)"),
    accent: colors("var(--accent)", "var(--accent)"),
    good: colors("var(--ok)", "var(--ok)"),
    warning: colors("var(--watch)", "var(--watch)"),
    attention: colors("var(--act)", "var(--act)"),
  },
});
const hostConfig = {
  fontFamily: "inherit",
  supportsInteractivity: true,
  spacing: { small: 6, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  fontTypes: {
    default: {
      fontFamily: "inherit",
      fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
      fontWeights: { lighter: 400, default: 400, bolder: 650 },
    },
    monospace: {
      fontFamily: "ui-monospace, monospace",
      fontSizes: { small: 12, default: 14, medium: 15, large: 17, extraLarge: 21 },
      fontWeights: { lighter: 400, default: 400, bolder: 650 },
    },
  },
  containerStyles: {
    default: shades("var(--paper)"),
    emphasis: shades("var(--ground)"),
    good: shades("var(--ok-tint)", "var(--ink)", "var(--ok)"),
    attention: shades("var(--act-tint)", "var(--ink)", "var(--act)"),
    warning: shades("var(--watch-tint)", "var(--ink)", "var(--watch)"),
    accent: shades("var(--unknown-tint)", "var(--ink)", "var(--unknown)"),
  },
  imageSizes: { small: 32, medium: 52, large: 100 },
  actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left", showCard: { actionMode: "inline", inlineTopMargin: 12 } },
  adaptiveCard: { allowCustomStyle: false },
  textStyles: { heading: { size: "medium", weight: "bolder", color: "default", isSubtle: false, fontType: "default" } },
  textBlock: { headingLevel: 2 },
  inputs: {
    label: { inputSpacing: "small", requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" }, optionalInputs: { weight: "bolder" } },
    errorMessage: { color: "attention", size: "small", spacing: "small" },
  },
};

const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

// A TextBlock is Markdown in Teams: bold, italics and links of it. Everything is escaped before, so nothing else can become markup.
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = escaped(text)
    .replace(/\[([^[\]]+)\]\((https?:&#47;&#47;|https?:\/\/)([^\s()]+)\)/g, '<a href="$2$3" target="_blank" rel="noopener">$1</a>')
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|\s)_(\S(?:.*?\S)?)_(?=\s|$|[.,;:!?])/g, "$1<em>$2</em>");
  result.didProcess = true;
};

// The renderer names the box around a filtered choice; the field itself needs the name.
const choice = AdaptiveCards.ChoiceSetInput.prototype;
const nameChoice = choice.updateInputControlAriaLabelledBy;
choice.updateInputControlAriaLabelledBy = function () {
  nameChoice.call(this);
  const box = this.renderedInputControlElement;
  const field = box?.querySelector("input[list]");
  if (field && box.hasAttribute("aria-labelledby")) {
    field.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby"));
    box.removeAttribute("aria-labelledby");
  }
};

let people;
const everybody = () => (people ??= fetch("/teams/people").then((answer) => answer.json()));

// The people picker is the client's own: its choices come from the directory, not from the card.
async function withPeople(card) {
  const copy = structuredClone(card);
  const pickers = [];
  JSON.stringify(copy, (_, value) => {
    if (value?.["choices.data"]?.dataset?.startsWith("graph.microsoft.com/users")) {
      pickers.push(value);
    }
    return value;
  });
  for (const picker of pickers) {
    picker.choices = [...(picker.choices ?? []), ...(await everybody())];
    picker.style = "filtered";
    delete picker["choices.data"];
  }
  return copy;
}

/// handle: execute(action), submit(action); an address opens the ticket's page in the Sandbox.
export async function draw(json, handle) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.parse(await withPeople(json));
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.ExecuteAction) {
      handle.execute(action);
    } else if (action instanceof AdaptiveCards.SubmitAction) {
      handle.submit(action);
    } else if (action instanceof AdaptiveCards.OpenUrlAction) {
      window.open(`/teams/ticket?address=${encodeURIComponent(action.url)}`, "_blank", "noopener");
    }
  };
  const drawn = card.render();
  if (json.lang) {
    drawn.lang = json.lang;
  }
  drawn.removeAttribute("tabindex");
  for (const link of drawn.querySelectorAll("a[href^=http]")) {
    link.href = `/teams/ticket?address=${encodeURIComponent(link.href)}`;
    link.target = "_blank";
  }
  return drawn;
}
