/**
 * Places in a rendering that the clients of a tier share, where each client's own address goes. They are told apart from every
 * address that a digest may hold, and whoever hands a rendering on puts something in their place.
 */

/** In a mail: what follows `/private/` in the link to the sealed page. */
export const LINK_PLACE = '~link-of-the-client~'

/** In a page: the name of the client's archive. */
export const ARCHIVE_PLACE = '~archive-of-the-client~'
