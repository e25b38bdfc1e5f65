// Checks one document for what a person with a keyboard, a screen reader or weak eyes would stumble over. Returns one line per finding.
() => {
  const findings = [];
  const describe = element => {
    const name = element.tagName.toLowerCase() + (element.id ? `#${element.id}` : "");
    const text = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return text ? `<${name}> "${text}"` : `<${name}>`;
  };
  const find = (rule, element, detail = "") => findings.push(`${rule}: ${describe(element)}${detail ? ` ${detail}` : ""}`);
  const isShown = element => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    && !element.closest("[inert]") && element.getClientRects().length > 0;
  const isHiddenFromReaders = element => element.closest("[aria-hidden='true']") !== null;
  const isVisuallyHidden = element => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return (box.width <= 1 && box.height <= 1) || (style.position === "absolute" && style.clipPath !== "none");
  };
  const all = selector => [...document.querySelectorAll(selector)].filter(isShown);

  const textOfIds = ids => ids.split(/\s+/).map(id => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  const textIn = element => {
    let text = "";
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.textContent;
      else if (node.nodeType === Node.ELEMENT_NODE && node.getAttribute("aria-hidden") !== "true")
        text += ` ${node.getAttribute("aria-label") ?? (node.tagName === "IMG" ? node.alt : textIn(node))} `;
    }
    return text.trim();
  };
  const nameOf = element => {
    if (element.getAttribute("aria-labelledby")) return textOfIds(element.getAttribute("aria-labelledby"));
    if (element.getAttribute("aria-label")?.trim()) return element.getAttribute("aria-label").trim();
    if (element.labels?.length) return [...element.labels].map(textIn).join(" ").trim();
    if (element.matches("input, select, textarea, iframe")) return element.getAttribute("title")?.trim() ?? "";
    return textIn(element) || element.getAttribute("title")?.trim() || "";
  };

  // The document.
  if (!document.documentElement.lang.trim()) findings.push("the document has no language");
  if (!document.title.trim()) findings.push("the document has no title");
  const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
  if (!viewport) findings.push("the document does not adapt to a phone: no viewport");
  if (/user-scalable\s*=\s*no|maximum-scale\s*=\s*1(\.0)?\b/.test(viewport)) findings.push("the document cannot be zoomed");
  if (document.querySelector("meta[http-equiv=refresh i]")) findings.push("the document reloads by itself and cannot be stopped");
  if (all("main, [role=main]").length !== 1) findings.push(`the document has ${all("main, [role=main]").length} main landmarks`);
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) findings.push(`two elements have the id ${id}`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "for"])
    for (const element of document.querySelectorAll(`[${attribute}]`))
      for (const id of element.getAttribute(attribute).split(/\s+/))
        if (id && !document.getElementById(id)) find(`${attribute} points to nothing`, element, id);

  // Headings.
  const headings = all("h1, h2, h3, h4, h5, h6").filter(heading => !isHiddenFromReaders(heading));
  if (headings.filter(heading => heading.tagName === "H1").length !== 1) findings.push("the document does not have exactly one first heading");
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) find(`a heading skips from level ${level}`, heading);
    if (!textIn(heading)) find("an empty heading", heading);
    level = next;
  }

  // Names.
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (!nameOf(field)) find("a field without a label", field);
    if (field.type === "password" && !field.autocomplete) find("a password that a password manager cannot tell", field);
    if (field.getAttribute("aria-invalid") === "true" && !field.getAttribute("aria-describedby") && !field.getAttribute("aria-errormessage"))
      find("a wrong field that does not say what is wrong", field);
  }
  for (const control of all("button, a[href], summary, [role=button], [role=link], [role=tab]"))
    if (!nameOf(control)) find("a control without a name", control);
  for (const image of all("img")) if (!image.hasAttribute("alt")) find("an image without alt", image, image.src);
  for (const drawing of all("svg"))
    if (!isHiddenFromReaders(drawing) && !(drawing.getAttribute("role") === "img" && nameOf(drawing))) find("a drawing neither named nor hidden", drawing);
  for (const frame of all("iframe")) if (!nameOf(frame)) find("a frame without a title", frame);
  for (const dialog of all("dialog[open], [role=dialog], [role=alertdialog]")) if (!nameOf(dialog) || nameOf(dialog) === textIn(dialog)) find("a dialog without a name", dialog);
  for (const list of all("ul, ol")) for (const item of list.children) if (!["LI", "SCRIPT", "TEMPLATE"].includes(item.tagName)) find("a list with something else in it", item);
  for (const table of all("table")) if (!table.querySelector("th")) find("a table without headings", table);

  // Reach.
  for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) find("a tabindex that changes the order", element);
  for (const element of all("[aria-hidden='true'] a[href], [aria-hidden='true'] button, [aria-hidden='true'] input")) find("a control hidden from readers only", element);
  for (const target of all("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")) {
    if (isVisuallyHidden(target) || (target.tagName === "A" && getComputedStyle(target).display === "inline")) continue;
    const area = (target.matches("[type=checkbox], [type=radio]") && target.labels?.[0]) || target;
    const { width, height } = area.getBoundingClientRect();
    if (width < 23.5 || height < 23.5) find("a target smaller than 24 px", target, `${width.toFixed(0)} x ${height.toFixed(0)}`);
  }

  // Colours, as they are blended on the screen.
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parsed = new Map();
  const parse = colour => {
    if (!parsed.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      parsed.set(colour, [r, g, b, a / 255]);
    }
    return parsed.get(colour);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches && /dark/.test(getComputedStyle(document.documentElement).colorScheme);
  const behind = element => {
    const layers = [];
    for (let up = element; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.backgroundImage.includes("url(")) return null;
      // The first and the last colour of a gradient bound what can be behind the text; the worse one counts for both.
      const gradient = style.backgroundImage.match(/(rgba?|color|oklch|oklab|lab|lch|hsla?)\([^()]*\)/g);
      if (gradient) layers.push(gradient.map(parse));
      else layers.push([parse(style.backgroundColor)]);
      if (layers.at(-1).every(layer => layer[3] === 1)) break;
    }
    let grounds = [isDark ? [18, 18, 18, 1] : [255, 255, 255, 1]];
    for (const layer of layers.reverse()) grounds = layer.flatMap(colour => grounds.map(ground => over(colour, ground)));
    return grounds;
  };
  const opacityOf = element => {
    let opacity = 1;
    for (let up = element; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
    return opacity;
  };
  const worst = (colour, element, ground = behind(element)) => {
    const [r, g, b, a] = parse(colour);
    const opacity = opacityOf(element);
    return Math.min(...ground.map(under => contrast(over([r, g, b, a * opacity], under), under)));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || seen.has(element) || !isShown(element) || isVisuallyHidden(element)) continue;
    if (element.closest("script, style, noscript, option, [disabled], [aria-disabled='true']")) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const pixels = parseFloat(style.fontSize);
    const needed = pixels >= 24 || (pixels >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (behind(element) === null) { find("text on a picture", element); continue; }
    const has = worst(style.color, element);
    if (has < needed - 0.005) find("text that is hard to read", element, `${has.toFixed(2)}:1, needs ${needed}:1`);
  }
  for (const field of all("input:not([type=hidden]):not(:disabled), select, textarea")) {
    if (["checkbox", "radio"].includes(field.type) || isVisuallyHidden(field)) continue;
    const style = getComputedStyle(field);
    const outside = behind(field.parentElement);
    if (outside === null) continue;
    const border = parseFloat(style.borderBottomWidth) > 0 && style.borderBottomStyle !== "none" ? worst(style.borderBottomColor, field.parentElement, outside) : 1;
    const fill = worst(style.backgroundColor, field.parentElement, outside);
    if (Math.max(border, fill) < 2.995) find("a field that cannot be seen", field, `${Math.max(border, fill).toFixed(2)}:1, needs 3:1`);
    const ground = behind(field);
    if (field.value && ground && worst(style.color, field, ground) < 4.495) find("a value that is hard to read", field);
    if (field.placeholder && !field.value && ground && worst(getComputedStyle(field, "::placeholder").color, field, ground) < 4.495)
      find("a placeholder that is hard to read", field);
  }
  return findings;
}
