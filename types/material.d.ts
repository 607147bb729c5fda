// What Material for MkDocs gives to the scripts of a page.

/** Tells every page: the first, and each that an instant navigation puts in. */
declare const document$: { subscribe(observer: () => void): void }
