// Leerloket: what makes the pages nicer with a script. Every page works without it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const language = document.documentElement.lang || "nl";
  const token = (form) => form?.querySelector("[name=csrf_token]")?.value || "";

  // After a refused form the reader starts at the summary; a link in it lands in the field itself.
  const summary = document.getElementById("fouten");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const field = document.getElementById(event.target.closest("a[href^='#']")?.hash.slice(1) ?? "");
      if (!field || !field.matches("input, select, textarea")) return;
      event.preventDefault();
      (field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0] ?? field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // A second press on the same button sends nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  // Filters lie open where there is room for them.
  if (matchMedia("(min-width: 60rem)").matches) all("details[data-open-wide]").forEach((fold) => { fold.open = true; });

  // Copy and print need a script, so their buttons are hidden until here.
  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const before = [...button.childNodes];
      button.replaceChildren(button.dataset.copied);
      button.setAttribute("aria-live", "polite");
      setTimeout(() => button.replaceChildren(...before), 2500);
    });
  });
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // Progress of work that goes on elsewhere: {done, total, text}. Screen readers hear every tenth part.
  all("[data-poll]").forEach((box) => {
    const bar = box.querySelector("progress");
    const text = box.querySelector("[data-poll-text]");
    let spoken = -1;
    const ask = async () => {
      let wait = 1500;
      try {
        const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
        if (answer.status === 401 || answer.status === 404 || answer.redirected) return location.reload();
        if (!answer.ok) throw new Error(answer.status);
        const { done, total, text: words } = await answer.json();
        bar.max = total || 1;
        bar.value = done;
        const tenth = Math.floor((10 * done) / (total || 1));
        if (tenth !== spoken || done >= total) {
          spoken = tenth;
          text.textContent = words;
        }
        if (total && done >= total) return setTimeout(() => location.reload(), 800);
      } catch {
        wait = 6000;
      }
      setTimeout(ask, wait);
    };
    setTimeout(ask, 800);
  });

  // In a list of fields the arrow keys go up and down.
  all("[data-arrows]").forEach((list) => {
    const fields = all("input:not([type=hidden])", list);
    list.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const next = step && fields.includes(event.target) && fields[fields.indexOf(event.target) + step];
      if (!next) return;
      event.preventDefault();
      next.select();
    });
  });

  // Autosave: two seconds after the last key, when a field is left, and when the page goes out of sight.
  all("form[data-autosave]").forEach((form) => {
    const status = form.querySelector("[data-autosave-status]");
    let timer, busy = false, changed = false;
    const say = (words, failed) => {
      if (!status) return;
      status.textContent = words;
      status.classList.toggle("ll-saved--failed", failed);
    };
    const save = async (leaving = false) => {
      clearTimeout(timer);
      if (!changed || (busy && !leaving)) return;
      busy = true;
      changed = false;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json", "X-CSRFToken": token(form) },
          keepalive: leaving,
        });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const time = new Intl.DateTimeFormat("nl-NL", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Amsterdam" })
          .format(new Date()).replace(":", language === "nl" ? "." : ":");
        say(status?.dataset.saved.replace("{time}", time), false);
      } catch {
        changed = true;
        say(status?.dataset.failed, true);
        timer = setTimeout(save, 8000);
      }
      busy = false;
      if (changed && !leaving) timer = setTimeout(save, 2000);
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, 2000);
    });
    form.addEventListener("change", () => save());
    form.addEventListener("submit", () => clearTimeout(timer));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  });

  // Single keys for advisers, outside text fields only; "?" shows them and holds the switch (WCAG 2.1.4).
  const keyed = all("[data-key]");
  const help = document.querySelector("dialog[data-keys]");
  if (document.body.hasAttribute("data-shortcuts") && help) {
    const kept = "leerloket-sneltoetsen";
    const choice = help.querySelector("[data-keys-on]");
    choice.checked = localStorage.getItem(kept) !== "uit";
    choice.addEventListener("change", () => localStorage.setItem(kept, choice.checked ? "aan" : "uit"));
    const list = help.querySelector("dl");
    keyed.forEach((element) => {
      const term = document.createElement("dt");
      const key = document.createElement("kbd");
      key.className = "ll-kbd";
      key.textContent = element.dataset.key;
      term.append(key);
      const meaning = document.createElement("dd");
      const copy = (element.labels?.[0] ?? element).cloneNode(true);
      all("kbd", copy).forEach((mark) => mark.remove());
      meaning.textContent = element.getAttribute("aria-label") || copy.textContent.trim();
      list.append(term, meaning);
    });
    const use = (element) => {
      if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) element.focus();
      else element.click();
    };
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");
      if (event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
      const control = event.ctrlKey ? "ctrl+" : "";
      if (typing && !control) {
        if (event.key === "Escape") event.target.blur();
        return;
      }
      if (event.key === "?" && !control) {
        event.preventDefault();
        return help.showModal();
      }
      if (!choice.checked) return;
      const found = keyed.find((element) => element.dataset.key === control + event.key.toLowerCase() && element.checkVisibility());
      if (!found) return;
      event.preventDefault();
      use(found);
    });
  }

  // In a grid of boxes the arrows go to the next box, row by row; space ticks it, as everywhere.
  all("[data-grid]").forEach((grid) => {
    const rows = all("tbody tr", grid).map((row) => all("input[type=checkbox]", row));
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    grid.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      let row = rows.findIndex((boxes) => boxes.includes(event.target));
      if (!step || row < 0) return;
      let column = rows[row].indexOf(event.target);
      event.preventDefault();
      do {
        row += step[0];
        column += step[1];
      } while (rows[row]?.[column]?.disabled);
      rows[row]?.[column]?.focus();
    });
  });

  // "Verberg voor cliënt": blanks what is marked private while the client looks along.
  all("[data-blank]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const blank = document.body.classList.toggle("ll-blank");
      button.setAttribute("aria-pressed", String(blank));
    });
  });
})();
