/** One line of text on a page: what the recogniser read in one detected box, or one run of a PDF's text layer. */
export interface TextLine {
  /** Words separated by single spaces, as printed. Never empty. */
  text: string
  /** Mean probability of its characters, 0 to 1. Text from a PDF has 1. */
  confidence: number
  /** Left edge of the upright bounding box, in page pixels. */
  x: number
  /** Top edge of the upright bounding box; y grows downwards. */
  y: number
  width: number
  /** Height of the letters' box itself, not of the bounding box that a slanted line needs. */
  height: number
  /** Slope of the baseline that is left after the page was straightened, in radians; positive falls to the right. */
  angle: number
  /** For each UTF-16 unit of `text`, the page x of its middle: for splitting a line into columns. */
  charX: number[]
}

/** What can make a page hard to read or its text untrustworthy; `pages_left_out`: pages before it were not read. */
export type PageWarning =
  | 'low_contrast'
  | 'blurred'
  | 'script_unsupported'
  | 'multiple_receipts'
  | 'pages_left_out'

/** The text of one page, turned upright and straightened. Pixels are those of the straightened page. */
export interface PageText {
  width: number
  height: number
  /** From top to bottom by the middle of the box; lines of one printed row may follow in any order. */
  lines: TextLine[]
  /** `ocr`: recognised from pixels. `pdf-text`: copied from the PDF's own text layer. */
  source: 'ocr' | 'pdf-text'
  /** Clockwise turn that brought the page upright, after the camera's own orientation tag. */
  rotation: 0 | 90 | 180 | 270
  warnings: PageWarning[]
}
