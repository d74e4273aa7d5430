// Keeps the page fresh: asks once a second which regions have news and replaces only those.
"use strict";

const live = document.body.dataset.live;
const announcer = document.getElementById("announcer");
const every = 1000;
let timer;

function elapsed() {
  for (const span of document.querySelectorAll(".elapsed")) {
    const seconds = Math.max(0, Math.round((Date.now() - Number(span.dataset.since)) / 1000));
    span.textContent = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
}

const noted = () => new Set([...document.querySelectorAll("[data-noted]")].map((e) => e.dataset.noted));

function replace(place, html, stamp) {
  const open = [...place.querySelectorAll("details[open][id]")].map((d) => d.id);
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.innerHTML = html;
  place.dataset.stamp = stamp;
  for (const id of open) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  if (focused) {
    place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

function show(regions) {
  const before = noted();
  for (const { id, stamp, html } of regions) {
    const place = document.querySelector(`[data-region="${CSS.escape(id)}"]`);
    if (place && place.dataset.stamp !== stamp) {
      replace(place, html, stamp);
    }
  }
  const arrived = [...document.querySelectorAll("[data-noted]")].filter((e) => !before.has(e.dataset.noted));
  for (const badge of arrived) {
    badge.closest("article, [data-region]").classList.add("arrived");
  }
  if (arrived.length > 0) {
    announcer.textContent = arrived.map((e) => `${e.dataset.noted}: the note is there.`).join(" ");
  }
  elapsed();
}

async function refresh() {
  clearTimeout(timer);
  if (!document.hidden) {
    try {
      const answer = await fetch(live);
      if (answer.ok) {
        show(await answer.json());
      }
      document.body.classList.remove("stopped");
    } catch {
      // The Sandbox was stopped: keep what is on the page and say so.
      document.body.classList.add("stopped");
    }
  }
  timer = setTimeout(refresh, every);
}

// A fault is ordered without leaving the page.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.faults");
  if (form) {
    event.preventDefault();
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)), redirect: "manual" });
    await refresh();
  }
});

document.addEventListener("visibilitychange", refresh);

if (live) {
  elapsed();
  timer = setTimeout(refresh, every);
  setInterval(elapsed, every);
}
