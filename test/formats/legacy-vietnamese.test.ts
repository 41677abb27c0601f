import { describe, expect, test } from "vitest";
import { decodeVietnamese, fromTcvn3, fromVni, likelyEncoding } from "../../formats/legacy-vietnamese.ts";

const TEXT = "Ký hiệu;Nhan đề;Thư viện tỉnh Thừa Thiên Huế, quyển thứ nhất, mười tờ";
const TCVN3 = "Ký hiÖu;Nhan ®Ò;Th­ viÖn tØnh Thõa Thiªn HuÕ, quyÓn thø nhÊt, m­êi tê";
const VNI = "Kyù hieäu;Nhan ñeà;Thö vieän tænh Thöøa Thieân Hueá, quyeån thöù nhaát, möôøi tôø";

describe("text from before Unicode", () => {
  test("of the fonts .Vn… and VNI-… is read letter by letter", () => {
    expect(fromTcvn3(TCVN3)).toBe(TEXT);
    expect(fromVni(VNI)).toBe(TEXT);
    expect(fromVni("ÑAÏI VIEÄT SÖÛ KYÙ")).toBe("ĐẠI VIỆT SỬ KÝ");
  });

  test("is known for what it is, as bytes and where it was saved as Unicode letter by letter", () => {
    const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
    const utf8 = (text: string) => new TextEncoder().encode(text);
    expect([likelyEncoding(latin1(TCVN3)), likelyEncoding(utf8(TCVN3))]).toEqual(["tcvn3", "tcvn3"]);
    expect([likelyEncoding(latin1(VNI)), likelyEncoding(utf8(VNI))]).toEqual(["vni", "vni"]);
    expect(likelyEncoding(utf8(TEXT))).toBeUndefined();
    expect(likelyEncoding(utf8("shelfmark,title\nAB.1,大南實錄\n"))).toBeUndefined();
    expect(likelyEncoding(utf8("Café crème à l’hôtel, déjà vu, œuvre"))).toBeUndefined();
  });

  test("of code page 1258 has its tones put together", () => {
    // Ti\u00ea\u0301ng Vi\u00ea\u0323t in windows-1258: ê and a combining tone.
    const bytes = Uint8Array.from([0x54, 0x69, 0xea, 0xec, 0x6e, 0x67, 0x20, 0x56, 0x69, 0xea, 0xf2, 0x74]);
    expect(decodeVietnamese(bytes, "windows-1258")).toBe("Tiếng Việt");
    expect(likelyEncoding(bytes)).toBe("windows-1258");
  });
});
