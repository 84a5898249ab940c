/** A word that says that something is still to be written. */
export const PLACEHOLDER = /\b(?:TODO|FIXME|TBD|XXX)\b/
