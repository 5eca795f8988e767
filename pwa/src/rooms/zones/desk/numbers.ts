/** Numbers of documents: 南政发〔2026〕18号. Offices differ, so what looks odd is said and not refused. Pure. */

const YEAR = /[([{（［｛【﹝〔]\s*(\d{4})\s*[)\]}）］｝】﹞〕]/g
/** The office's short name, the year in its own brackets, a number without zeros before it. Source: GB/T 9704-2012, 7.2.5. */
const FORM = /^[\p{Script=Han}A-Za-z]+〔\d{4}〕[1-9]\d*号$/u

/** Only the brackets round the year are put right: all else is as it was announced. */
export const withRightBrackets = (number: string) => number.replace(YEAR, '〔$1〕')

export const looksLikeNumber = (number: string) => FORM.test(number.trim())
