import type { ContentType } from './receipt.ts'

/** Everything a client must send, and nothing else, to store the bytes it announced. */
export interface UploadTarget {
  url: string
  method: 'PUT'
  headers: Record<string, string>
  expiresAt: Date
}

export interface UploadRequest {
  key: string
  contentType: ContentType
  sizeBytes: number
  /** Lower-case hex. The store refuses other bytes. */
  sha256: string
}

/** Where originals live. Keys come from `objectKeyOf`. */
export interface ObjectStore {
  /** A short-lived URL bound to exactly these bytes. Storing twice under one key is refused by the store. */
  createUploadTarget(request: UploadRequest): Promise<UploadTarget>
  /** The stored bytes. Throws `object_missing`, or `object_store_unavailable` when it may pass. */
  getObject(key: string): Promise<Uint8Array>
  /** Size in bytes, or null when there is no such object. */
  headObject(key: string): Promise<{ sizeBytes: number } | null>
  /** Removing what is not there is not an error. */
  deleteObject(key: string): Promise<void>
  /** Where a person finds the original, for `show`: a path or an `s3://` address. Not a credential. */
  describeLocation(key: string): string
}
