/* Typing aids. Every page works without this file; the attributes it reads are listed at the top of hotline.css. */
(() => {
  "use strict";
  const texts = document.getElementById("texts")?.dataset ?? {};
  const user = document.body.dataset.user ?? "";
  const live = document.getElementById("live");
  const visible = (el) => el.checkVisibility?.() ?? el.offsetParent !== null;

  function note(text, kind = "error") {
    const box = document.createElement("div");
    box.className = `note note-${kind}`;
    const words = document.createElement("span");
    words.className = "grow";
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-close";
    close.dataset.closes = ".note";
    close.ariaLabel = texts.close;
    box.append(words, close);
    return box;
  }
  const say = (text, kind) => live?.replaceChildren(note(text, kind));

  /* ---- small switches: menus, notes, demo accounts ---- */
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    at("[data-closes]")?.closest(at("[data-closes]").dataset.closes)?.remove();
    const toggle = at("[data-toggles]");
    if (toggle) {
      const open = document.getElementById(toggle.dataset.toggles).classList.toggle("show");
      toggle.setAttribute("aria-expanded", String(open));
    }
    const fill = at("[data-fill]");
    if (fill) {
      for (const [id, value] of Object.entries(JSON.parse(fill.dataset.fill))) document.getElementById(id).value = value;
      document.getElementById(fill.dataset.then ?? "")?.focus();
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  /* ---- a form opened by the keyboard is typed into at once ---- */
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.act[open]") || !event.target.querySelector("summary:focus-visible")) return;
    const first = event.target.querySelector("form :is(input:not([type=hidden]), select, textarea, button)");
    first?.focus();
    if (first?.matches("input")) first.select(); // a proposed unit is overwritten, not prefixed
  }, true);

  /* ---- back to the list as it was last filtered in this tab ---- */
  try {
    if (document.querySelector("[data-list=here]")) sessionStorage.setItem("list", location.search);
    for (const link of document.querySelectorAll("a[data-list=back]")) link.search = sessionStorage.getItem("list") ?? "";
  } catch { /* storage may be forbidden: then to the whole list */ }

  /* ---- questions ---- */
  const ask = document.getElementById("ask");
  let question = null;
  ask?.addEventListener("close", () => {
    const asked = question;
    question = null;
    if (asked && ask.returnValue === "yes") {
      asked.form.dataset.confirmed = "yes";
      asked.form.requestSubmit(asked.button ?? undefined);
      delete asked.form.dataset.confirmed; // also when the browser found a field wanting
    }
  });
  // Capture: before htmx, and before the guards below.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const chosen = form.querySelector("input[type=radio][data-confirm]:checked");
    const from = event.submitter?.dataset.confirm ? event.submitter : chosen ?? form;
    if (!ask?.showModal || !from.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    question = { form, button: event.submitter };
    ask.querySelector("p").textContent = from.dataset.confirm;
    const yes = ask.querySelector("[value=yes]");
    yes.textContent = from.dataset.confirmOk ?? yes.dataset.default;
    ask.returnValue = "no";
    ask.showModal();
  }, true);

  /* ---- sending: once; what was typed stays until it has arrived ---- */
  const dirty = new Set();
  let leaving = false;
  const release = (form) => {
    for (const button of form.querySelectorAll("[aria-busy=true]")) {
      button.removeAttribute("aria-busy");
      button.disabled = false;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented && !viaHtmx(form)) return;
    if (form.method !== "post" || form.hasAttribute("data-resubmit")) return;
    saveDraft(form);
    if (!viaHtmx(form)) {
      leaving = true;
      if (form.dataset.draft) sessionStorage.setItem("sent", draftKey(form));
    }
    const button = event.submitter ?? form.querySelector("[type=submit], button:not([type])");
    // After the browser has collected the fields: a disabled button would not send its own value.
    if (button) setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); });
    setTimeout(release, 20_000, form);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    document.querySelectorAll("form").forEach(release);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...dirty].some((form) => form.isConnected && form.hasAttribute("data-guard"))) event.preventDefault();
  });
  const viaHtmx = (form) => ["hx-post", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));

  /* ---- drafts: per person, in this browser only, at most twelve hours ---- */
  const draftKey = (form) => `draft:${user}:${form.dataset.draft}`;
  const fields = (form) => [...form.elements].filter((el) => el.name && !/^(hidden|password|file|submit|button|reset)$/.test(el.type) && !el.hasAttribute("data-no-draft"));
  const store = (work) => { try { return work(); } catch { return null; } }; // storage may be full or forbidden
  function saveDraft(form) {
    if (!form.dataset?.draft || !dirty.has(form)) return;
    const values = fields(form).map((el) => [el.name, el.value, /^(radio|checkbox)$/.test(el.type) ? el.checked : null]);
    store(() => localStorage.setItem(draftKey(form), JSON.stringify({ at: Date.now(), values })));
  }
  function dropDraft(form) {
    store(() => localStorage.removeItem(draftKey(form)));
    dirty.delete(form);
  }
  function restore(form) {
    const draft = store(() => JSON.parse(localStorage.getItem(draftKey(form))));
    if (!draft || form.dataset.restored || form.querySelector(".is-invalid, .form-errors")) return;
    form.dataset.restored = "yes";
    let changed = false;
    for (const el of fields(form)) {
      const toggle = /^(radio|checkbox)$/.test(el.type);
      const kept = draft.values.find(([name, value]) => name === el.name && (!toggle || value === el.value));
      if (!kept || (toggle ? el.checked === kept[2] : el.value === kept[1])) continue;
      if (toggle) el.checked = kept[2];
      else el.value = kept[1];
      el.dispatchEvent(new Event("change", { bubbles: true }));
      changed = true;
    }
    if (!changed) return;
    dirty.add(form);
    const box = note(`${texts.restored} ${new Date(draft.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`, "info");
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "link";
    discard.textContent = texts.discard;
    discard.addEventListener("click", () => { form.reset(); dropDraft(form); box.remove(); });
    box.querySelector(".btn-close").replaceWith(discard);
    form.prepend(box);
    const fold = form.closest("details");
    if (fold) fold.open = true;
  }
  let waiting = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || form.method !== "post") return;
    dirty.add(form);
    clearTimeout(waiting);
    waiting = setTimeout(() => saveDraft(form), 400);
  });
  store(() => {
    // A post that ended in a redirect inside the same session has arrived; anything else may not have.
    const sent = sessionStorage.getItem("sent");
    sessionStorage.removeItem("sent");
    const arrived = performance.getEntriesByType("navigation")[0]?.redirectCount > 0 && !document.querySelector(".fault");
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
      const old = Date.now() - JSON.parse(localStorage.getItem(key)).at > 12 * 3600e3;
      if ((user && !key.startsWith(`draft:${user}:`)) || old || (user && key === sent && arrived)) localStorage.removeItem(key);
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-sign-out")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
    sessionStorage.removeItem("list");
    leaving = true;
  });

  /* ---- keyboard ---- */
  const keys = document.getElementById("keys");
  const singles = () => store(() => localStorage.getItem("singles")) !== "off";
  const shortcuts = () => [...document.querySelectorAll("[data-shortcut]")].filter(visible);
  function showKeys() {
    const list = keys.querySelector("dl");
    list.replaceChildren();
    const row = (shortcut, what) => {
      const dt = document.createElement("dt"), kbd = document.createElement("kbd"), dd = document.createElement("dd");
      kbd.textContent = shortcut.split("+").map((k) => k[0].toUpperCase() + k.slice(1)).join(" + ");
      dd.textContent = what;
      dt.append(kbd);
      list.append(dt, dd);
    };
    for (const el of shortcuts()) {
      row(el.dataset.shortcut, el.dataset.shortcutLabel ?? el.ariaLabel ?? (el.labels?.[0]?.textContent || el.textContent).trim());
    }
    row("?", texts.help);
    keys.querySelector("#keys-singles").checked = singles();
    keys.showModal();
    keys.querySelector("button").focus();
  }
  keys?.addEventListener("change", (event) => store(() => localStorage.setItem("singles", event.target.checked ? "on" : "off")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if (event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    const modified = event.altKey || event.ctrlKey || event.metaKey;
    if (!modified && (typing || !singles())) return;
    if (event.key === "?" && !modified && keys?.showModal) { event.preventDefault(); return showKeys(); }
    // event.code: with Alt, some systems put another character into event.key
    const key = modified && /^(Key|Digit)/.test(event.code) ? event.code.at(-1).toLowerCase() : event.key.toLowerCase();
    const pressed = [event.ctrlKey && "ctrl", event.altKey && "alt", event.metaKey && "meta", key].filter(Boolean).join("+");
    const el = shortcuts().find((one) => one.dataset.shortcut.toLowerCase() === pressed);
    if (!el) return;
    event.preventDefault();
    if (el.matches("input, textarea, select")) { el.focus(); el.select?.(); } else { el.focus(); el.click(); }
  });

  /* ---- htmx: whatever goes wrong, say so and keep the page as it is; not of what refreshes itself unasked ---- */
  const quiet = (event) => event.detail.elt?.closest?.("[data-quiet]");
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    // The session ended: the sign-in page came back in place of the fragment.
    if (/\/sign-in\//.test(xhr.responseURL) && !/\/sign-in\//.test(location.pathname)) {
      event.detail.shouldSwap = false;
      event.detail.isError = true;
      say(texts.session, "warning");
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (quiet(event)) return;
    const status = event.detail.xhr.status;
    if (live?.querySelector(".note-warning") && status < 400) return;
    say(status === 403 ? texts.forbidden : status === 404 ? texts.gone : texts.server);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, (event) => quiet(event) || say(texts.network));
  document.addEventListener("htmx:beforeRequest", (event) => quiet(event) || live?.replaceChildren());
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!(form instanceof HTMLFormElement)) return;
    release(form);
    if (event.detail.xhr.status >= 200 && event.detail.xhr.status < 300 && event.detail.successful) dropDraft(form);
  });
  function arrived(root) {
    root.querySelectorAll(".form-errors, .is-invalid").forEach((el) => el.closest("form") && dirty.add(el.closest("form")));
    root.querySelectorAll("form[data-draft]").forEach(restore);
    root.querySelector("[data-focus]")?.focus();
  }
  document.addEventListener("htmx:afterSettle", (event) => arrived(event.detail.elt));
  arrived(document);
})();
