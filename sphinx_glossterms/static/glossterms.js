/* Previews of concepts, shown when the pointer, the keyboard or a finger is on a link.

   Without this script a link is a link. It adds nothing to a page but what the page holds
   in its template, loads nothing, and sets styles through the DOM alone, which a
   content-security policy without 'unsafe-inline' allows.

   What it has to do, as https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus says:
   the Escape key dismisses a preview, the pointer may move onto it, and it stays until
   pointer and keyboard leave or it is dismissed. */
(() => {
  "use strict";

  const SHOW_AFTER = 250; // milliseconds: a pointer that only passes opens nothing
  const HIDE_AFTER = 250; // time to move the pointer from the link to the preview
  const GAP = 8; // pixels, from the edge of the window

  let open = null; // the link and the preview that are shown
  let timer = 0;
  let pointer = ""; // "mouse", "pen" or "touch": what was used last

  function setUp() {
    const template = document.querySelector("template.glossterm-previews");
    if (!template) return;
    const previews = new Map();
    for (const [n, preview] of [...template.content.children].entries()) {
      preview.id = `glossterm-preview-${n}`;
      preview.setAttribute("role", "tooltip");
      preview.setAttribute("popover", "manual");
      for (const address of preview.dataset.links.split(" ")) previews.set(address, preview);
      preview.addEventListener("pointerenter", () => clearTimeout(timer));
      preview.addEventListener("pointerleave", leave);
    }
    template.replaceWith(template.content);
    for (const link of document.querySelectorAll("a.glossterm")) {
      const preview = previews.get(link.getAttribute("href"));
      // In these lists the description stands beside the title.
      const isBeside = link.closest("dl.glossterm-list, table.glossterm-list");
      if (preview && !isBeside) connect(link, preview);
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    document.addEventListener("pointerdown", noteAndLeave, true);
    addEventListener("pagehide", hide); // a browser that goes back shows the page as it was
    // Captured, for what scrolls inside the page as well.
    addEventListener("scroll", place, { passive: true, capture: true });
    addEventListener("resize", place);
  }

  function connect(link, preview) {
    link.setAttribute("aria-describedby", preview.id);
    link.removeAttribute("title"); // the browser would show it as well
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") showSoon(link, preview);
    });
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) show(link, preview);
    });
    link.addEventListener("blur", leave);
    link.addEventListener("click", (event) => {
      // The first tap shows the preview, the next one follows the link. A screen reader's
      // own click has no detail, and follows the link.
      if (pointer !== "touch" || event.detail === 0 || (open && open.link === link)) return;
      event.preventDefault();
      offerToGoOn(link, preview);
      show(link, preview);
    });
  }

  function noteAndLeave(event) {
    clearTimeout(timer);
    pointer = event.pointerType;
    const isOutside = open && ![open.link, open.preview].some((e) => e.contains(event.target));
    if (isOutside) hide();
  }

  function showSoon(link, preview) {
    clearTimeout(timer);
    timer = setTimeout(show, SHOW_AFTER, link, preview);
  }

  /* A finger leaves whatever it touched; a tap elsewhere closes what it opened. */
  function leave(event) {
    if ((event.pointerType || pointer) === "touch") return;
    clearTimeout(timer);
    timer = setTimeout(hideUnlessFocused, HIDE_AFTER);
  }

  function hideUnlessFocused() {
    const isUsed = open && (open.link.matches(":focus-visible") || open.preview.matches(":hover"));
    if (!isUsed) hide();
  }

  function show(link, preview) {
    clearTimeout(timer);
    if (open && open.link === link) return;
    hide();
    open = { link, preview };
    preview.classList.add("is-open");
    if (preview.showPopover) preview.showPopover();
    place();
  }

  function hide() {
    clearTimeout(timer);
    if (!open) return;
    const { preview } = open;
    open = null;
    if (preview.hidePopover && preview.matches(":popover-open")) preview.hidePopover();
    preview.classList.remove("is-open");
  }

  /* The preview's title becomes a link: where a finger is the pointer, one that is easy to hit. */
  function offerToGoOn(link, preview) {
    const title = preview.querySelector(".glossterm-preview-title");
    let onward = title.querySelector("a");
    if (!onward) {
      onward = document.createElement("a");
      onward.append(...title.childNodes);
      title.append(onward);
    }
    onward.href = link.href; // links to its headings share a concept's preview
  }

  /* Below the link, or on the side that has more room; again when the page is scrolled. Not by
     CSS anchors: Firefox 153 leaves a preview where it is cut, and WebKitGTK 2.50 reckons as
     if the page were not scrolled. */
  function place() {
    if (!open) return;
    const { link, preview } = open;
    const at = link.getBoundingClientRect();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const above = at.top - GAP;
    const below = height - at.bottom - GAP;
    const wanted = preview.scrollHeight + preview.offsetHeight - preview.clientHeight;
    const isBelow = wanted <= below || below >= above;
    const left = at.left + at.width / 2 - preview.offsetWidth / 2;
    const last = width - preview.offsetWidth - GAP;
    Object.assign(preview.style, {
      left: `${Math.max(GAP, Math.min(left, last))}px`,
      top: isBelow ? `${at.bottom}px` : "auto",
      bottom: isBelow ? "auto" : `${height - at.top}px`,
      maxHeight: `${isBelow ? below : above}px`,
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
})();
