/** Rows of brightness, 0 to 255. */
export interface GreyPicture {
  grey: Uint8Array
  width: number
  height: number
}
