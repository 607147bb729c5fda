// axe-core judges each text on a page, and a page has thousands of coloured words of code that look
// alike. Once one of them has passed, those with the same look pass, too; what fails, or cannot be
// judged, is judged each time. A look is all that decides a contrast: colour, size and weight of the
// letters, and every background behind them. What the style sheet places (it may lie over anything)
// has a look of its own.
() => {
  const passed = new Set()
  const grounds = new Map()

  function ground(element) {
    if (!element) return ""
    if (!grounds.has(element)) grounds.set(element, ground(element.parentElement) + ownGround(element))
    return grounds.get(element)
  }

  function ownGround(element) {
    const style = getComputedStyle(element)
    const isPlaced = !["static", "relative"].includes(style.position) || style.transform !== "none"
    const place = isPlaced ? `placed ${grounds.size}` : ""
    const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode, place]
    const nothing = ["rgba(0, 0, 0, 0)", "none", "1", "none", "normal", ""]
    return own.join() === nothing.join() ? "" : `${own.join()};`
  }

  function look(element) {
    const style = getComputedStyle(element)
    const letters = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke, style.webkitTextFillColor]
    return ground(element) + letters.join()
  }

  const check = axe._audit.checks["color-contrast"]
  const judge = check.evaluate
  check.evaluate = function (element, ...others) {
    const looks = look(element)
    if (passed.has(looks)) return true
    const verdict = judge.call(this, element, ...others)
    if (verdict === true) passed.add(looks)
    return verdict
  }
}
