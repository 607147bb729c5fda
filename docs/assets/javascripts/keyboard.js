// What the theme leaves to the mouse alone.

/** The theme opens menu and search by labels, which no key reaches: puts a button in the place of one. */
function placeButton(id, name, opened) {
  const toggle = document.getElementById(id)
  const label = document.querySelector(`label.md-header__button[for=${id}]`)
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

/** Closes the menu with Escape, as the theme does with the search. */
function closeWithEscape(event) {
  const drawer = document.getElementById("__drawer")
  if (event.key !== "Escape" || !drawer.checked) return
  drawer.click()
  document.querySelector("button[for=__drawer]").focus()
}

/** Takes the focus along to a place on the page: the theme only scrolls there. */
function focusOn(hash) {
  const place = document.getElementById(decodeURIComponent(hash.slice(1)))
  if (!place) return
  if (place.tabIndex < 0) place.tabIndex = -1
  place.focus({ preventScroll: true })
}

function followWithFocus(event) {
  const link = event.target.closest("a[href*='#']")
  if (link && link.pathname === location.pathname && link.host === location.host) focusOn(link.hash)
}

const query = document.querySelector(".md-search__input")
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
