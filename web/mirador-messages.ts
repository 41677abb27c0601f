/** Sentences of Mirador that its own translation lacks or, for books read from the right, has the wrong way round. */
import type { Language } from "./server/language.ts";

/** In Mirador's own keys. */
type Sentences = Readonly<Record<string, string>>;

const LACKING: Readonly<Record<Language, Sentences>> = {
  vi: {
    iiif_related: "Liên quan",
    layer_moveToBackground: "Đưa lớp ra sau",
    layer_moveToFront: "Đưa lớp lên trước",
    multipartCollection: "Sưu tập nhiều phần",
    numItems_other: "{{number}} tài liệu",
    searchResultsRemaining: "còn {{numLeft}}",
    showingNumAnnotations_other: "{{number}} dòng chữ",
    totalCollections_other: "{{count}} sưu tập",
    totalManifests_other: "{{count}} tài liệu",
    viewWorkspaceConfiguration: "Xem cấu hình",
    zoomReset: "Vừa khung",
  },
  en: { zoomReset: "Fit to window" },
};

const SIDES: Readonly<Record<Language, readonly [left: string, right: string]>> = {
  vi: ["Trái", "Phải"],
  en: ["Left", "Right"],
};

/** Mirador calls the first of two pages the left one, also where it shows it at the right. */
export function miradorSentences(language: Language, isRightToLeft: boolean): Sentences {
  const [left, right] = SIDES[language];
  const [first, second] = isRightToLeft ? [right, left] : [left, right];
  return {
    ...LACKING[language],
    "currentItem_1/2": first,
    "currentItem_2/2": second,
    "annotationCanvasLabel_1/2": `${first}: [{{label}}]`,
    "annotationCanvasLabel_2/2": `${second}: [{{label}}]`,
  };
}
