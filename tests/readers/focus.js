// Whether the keyboard reaches what the mouse does. Call `start()`, press Tab all the way round with
// a look at `focused()` each time, and ask for what was `missed()`.
({
  start() {
    document.addEventListener("focusin", event => { event.target.dataset.met = "" })
  },

  // What is wrong with the element that has the focus, if anything; null at the end of the page.
  focused() {
    const element = document.activeElement
    if (element === document.body) return null
    // A control of the theme is hidden, and shows its focus on the label beside it.
    const hidden = element.matches("[type=radio], [type=checkbox]") && !element.closest("article")
    const seen = hidden ? element.nextElementSibling : element
    const [box] = seen.getClientRects()
    const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const style = getComputedStyle(seen)
    const faults = []
    if (style.outlineStyle === "none" || !parseFloat(style.outlineWidth)) faults.push("not outlined")
    if (!seen.contains(top) && !top?.contains(seen)) faults.push("out of sight")
    return faults.map(fault => `${fault}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 120)}`)
  },

  missed() {
    const met = element => element && "met" in element.dataset
    // Each label of the colors stands beside its own control, and leads to the next one.
    // Of radio buttons Tab comes to one; arrows lead to the others.
    const group = ({ control }) => (control?.type === "radio" ? [...document.getElementsByName(control.name)] : [control])
    const reached = element => met(element) || group(element).some(met) || met(element.previousElementSibling)
    return [...document.querySelectorAll("a[href], button, summary, input, label, [tabindex='0']")]
      .filter(element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter(element => element.getClientRects().length && getComputedStyle(element).pointerEvents !== "none")
      .filter(element => !element.matches("[type=radio], [type=checkbox], .md-overlay, .md-search__overlay, .md-nav__title"))
      .filter(element => !reached(element))
      .map(element => element.outerHTML.replace(/\s+/g, " ").slice(0, 120))
  },
})
