/** The client, and the recipient's id there, of "client/recipient". */
export function partsOf(recipient: string): { client: string; id: string } {
  const [client = '', id = ''] = recipient.split('/')
  return { client, id }
}
