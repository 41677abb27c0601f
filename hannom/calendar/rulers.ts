/**
 * Rulers by their names in the temple (廟號, miếu hiệu) with the eras that they proclaimed: "đời vua Lê Thánh Tông", 黎聖宗.
 * Source: 大越史記全書 and 大南寔錄, whose chapters are headed by these names and tell the eras; the list of the Institute of Hán-Nôm
 * Studies (Bảng tra triều vua Việt Nam) has the same.
 */
import { ERAS, type Era, isOfHouse } from "./era.ts";
import { foldWord } from "./fold-word.ts";

/** A ruler, and eras in the order of time. */
export interface Ruler {
  /** Lê Thánh Tông 黎聖宗. */
  readonly title: string;
  readonly eras: readonly Era[];
}

/** Rows: house in Han and Quốc ngữ; then name in Han, in Quốc ngữ, first and last lunar year that the eras are called by. */
const TABLE = `
李 Lý: 太祖 Thái Tổ 1010-1028; 太宗 Thái Tông 1028-1054; 聖宗 Thánh Tông 1054-1072; 仁宗 Nhân Tông 1072-1127; 神宗 Thần Tông 1128-1138; 英宗 Anh Tông 1138-1175; 高宗 Cao Tông 1176-1210; 惠宗 Huệ Tông 1211-1224; 昭皇 Chiêu Hoàng 1224-1225
陳 Trần: 太宗 Thái Tông 1225-1258; 聖宗 Thánh Tông 1258-1278; 仁宗 Nhân Tông 1279-1293; 英宗 Anh Tông 1293-1314; 明宗 Minh Tông 1314-1329; 憲宗 Hiến Tông 1329-1341; 裕宗 Dụ Tông 1341-1369; 藝宗 Nghệ Tông 1370-1372; 睿宗 Duệ Tông 1373-1377; 順宗 Thuận Tông 1388-1398
黎 Lê: 太祖 Thái Tổ 1428-1433; 太宗 Thái Tông 1434-1442; 仁宗 Nhân Tông 1443-1459; 聖宗 Thánh Tông 1460-1497; 憲宗 Hiến Tông 1498-1504; 肅宗 Túc Tông 1504-1504; 昭宗 Chiêu Tông 1516-1522; 莊宗 Trang Tông 1533-1548; 中宗 Trung Tông 1549-1556; 英宗 Anh Tông 1557-1573; 世宗 Thế Tông 1573-1599; 敬宗 Kính Tông 1600-1619; 神宗 Thần Tông 1619-1643 1649-1662; 真宗 Chân Tông 1643-1649; 玄宗 Huyền Tông 1663-1671; 嘉宗 Gia Tông 1672-1675; 熙宗 Hy Tông 1676-1705; 裕宗 Dụ Tông 1705-1729; 純宗 Thuần Tông 1732-1735; 懿宗 Ý Tông 1735-1740; 顯宗 Hiển Tông 1740-1786
`;

const RULERS = TABLE.trim().split("\n").flatMap(rulersOf);

/** By name in Han, house first. */
export const RULERS_BY_HAN: ReadonlyMap<string, Ruler> = new Map(RULERS.map(({ han, ruler }) => [han, ruler]));

/** By name in Quốc ngữ, house first, folded by `foldWord`; "Tôn" is the southern reading of "Tông". */
export const RULERS_BY_NAME: ReadonlyMap<string, Ruler> = new Map(
  RULERS.flatMap(({ name, ruler }) => [[name, ruler] as const, [name.replace(/tong$/, "ton"), ruler] as const]),
);

function rulersOf(line: string): readonly { readonly han: string; readonly name: string; readonly ruler: Ruler }[] {
  const [house = "", rows = ""] = line.split(": ");
  const [houseHan = "", houseVi = ""] = house.split(" ");
  return rows.split("; ").map((row) => {
    const [han = "", ...rest] = row.split(" ");
    const vi = rest.filter((each) => !/\d/.test(each)).join(" ");
    const spans = rest.filter((each) => /\d/.test(each)).map((each) => each.split("-").map(Number));
    const isWithin = (era: Era) => spans.some(([first = 0, last = 0]) => first <= era.firstYear && era.lastYear <= last);
    const eras = ERAS.filter((era) => isOfHouse(era, houseVi) && isWithin(era));
    const title = `${houseVi} ${vi} ${houseHan}${han}`;
    return { han: houseHan + han, name: foldWord(`${houseVi} ${vi}`), ruler: { title, eras } };
  });
}
