/** Names the state of the reading rules; raise it when they change what is read. Stored with each extraction. */
export const readerVersion = 'rules-6'
