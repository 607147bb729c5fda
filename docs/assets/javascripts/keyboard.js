// What the theme leaves to the mouse alone.

/**
 * The theme opens menu and search by labels, which no key reaches: puts a button in the place of one.
 *
 * @param {string} id of the check box that the label stands for
 * @param {string} name of the button
 * @param {() => void} opened called when the check box gets checked
 */
function placeButton(id, name, opened) {
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById(id))
  const label = /** @type {Element} */ (document.querySelector(`label.md-header__button[for=${id}]`))
  const button = document.createElement("button")
  Object.assign(button, { type: "button", className: label.className, ariaLabel: name, ariaExpanded: "false" })
  button.setAttribute("for", id) // by which the theme's style sheet knows it
  button.append(...label.childNodes)
  button.addEventListener("click", () => toggle.click())
  toggle.addEventListener("change", () => {
    button.ariaExpanded = String(toggle.checked)
    if (toggle.checked) opened()
  })
  label.replaceWith(button)
}

/**
 * Closes the menu with Escape, as the theme does with the search.
 *
 * @param {KeyboardEvent} event
 */
function closeWithEscape(event) {
  const drawer = /** @type {HTMLInputElement} */ (document.getElementById("__drawer"))
  if (event.key !== "Escape" || !drawer.checked) return
  const button = /** @type {HTMLElement} */ (document.querySelector("button[for=__drawer]"))
  drawer.click()
  button.focus()
}

/**
 * Takes the focus along to a place on the page: the theme only scrolls there.
 *
 * @param {string} hash of the address, such as "#evidence"
 */
function focusOn(hash) {
  const place = document.getElementById(decodeURIComponent(hash.slice(1)))
  if (!place) return
  if (place.tabIndex < 0) place.tabIndex = -1
  place.focus({ preventScroll: true })
}

/** @param {MouseEvent} event */
function followWithFocus(event) {
  const target = /** @type {Element} */ (event.target)
  /** @type {HTMLAnchorElement | null} */
  const link = target.closest("a[href*='#']")
  if (link && link.pathname === location.pathname && link.host === location.host) focusOn(link.hash)
}

const query = /** @type {HTMLInputElement} */ (document.querySelector(".md-search__input"))
const wide = matchMedia("(min-width: 60em)")
// In a narrow window the closed search lies outside of it, and its button is what one comes to.
const letTabFindQuery = () => { query.tabIndex = wide.matches ? 0 : -1 }
letTabFindQuery()
wide.addEventListener("change", letTabFindQuery)

placeButton("__drawer", "Menu", () => {})
placeButton("__search", "Search", () => query.focus())
addEventListener("keydown", closeWithEscape)
addEventListener("click", followWithFocus)

document$.subscribe(() => {
  // Opening a result with Enter leaves the focus in the closed search, deaf to its own key.
  query.blur()
  // The theme has just put in a new page; also for the first link that leads within the same one.
  focusOn(location.hash)
})
