/**
 * Characters that were avoided out of respect for names (kỵ húy 忌諱), each row with its source. Only what a source at hand states:
 * the year from which it was so, the characters, what was written instead, and how. Toàn thư: 大越史記全書, Nội các edition, volume
 * and leaf. Rows: `first year | regime | characters avoided | written instead | how | source`.
 * The table is far from complete: N. Đ. Thọ, Nghiên cứu chữ húy Việt Nam qua các triều đại (1997) has many more.
 */
export const TABOO_TABLE = `
1232 | Trần | 李 | 阮 | replaced | Toàn thư V.7a (họ Lý)
1294 | Trần | 烇 昑 晃 煚 承 | | avoided | Toàn thư VI.1a
1298 | Trần | 魏 珠 | | avoided | Toàn thư VI.5a
1299 | Trần | 南 乾 蘇 峻 英 | | strokes-left-out | Toàn thư VI.5b
1305 | Trần | 藴 瑪 尊 德 煥 祚 | | avoided | Toàn thư VI.19b
1428 | Lê sơ | 曠 蒼 利 陳 | | avoided | Toàn thư X.58b
1435 | Lê sơ | 陳 | 程 | replaced | Toàn thư XI.24a
1443 | Lê sơ | 基 英 | | avoided | Toàn thư XI.59a
1461 | Lê sơ | 誠 瑤 | | avoided | Toàn thư XII.7a
1533 | Lê trung hưng | 寧 | | avoided | vanhienplus.vn 61042 (Lê Trang Tông; 永寧 → 永福)
1573 | Lê trung hưng | 潭 | 池 | replaced | vanhienplus.vn 61042 (Lê Thế Tông; 清潭 → 清池)
1643 | Lê trung hưng | 祐 | 祿 | replaced | vanhienplus.vn 61042 (Lê Chân Tông; 純祐 → 純祿)
1841 | Nguyễn | 暶 | 明 | replaced | 大南寔錄 III.4; 123docz.net 4013712 (lệnh tháng 2 năm Thiệu Trị 1)
1841 | Nguyễn | 宗 | | avoided | 大南寔錄 III.4; 123docz.net 4013712 (tùy nghĩa đổi chữ khác)
1841 | Nguyễn | 綿宗 | | avoided | 123docz.net 4013712 (khi hai chữ đi liền)
1841 | Nguyễn | 華 實 | | strokes-added | 大南寔錄 III.4 (thêm 巛 ở trên)
1848 | Nguyễn | 時 | 辰 | replaced | 欽定越史通鑑綱目, phàm lệ 14a–b (dẫn trong Lịch sử xã hội Việt Nam I, tr. 77)
1848 | Nguyễn | 昊 | | strokes-left-out | 欽定越史通鑑綱目, phàm lệ 14a–b (dẫn trong Lịch sử xã hội Việt Nam I, tr. 77)
1848 | Nguyễn | 恒 | 常 | replaced | Vịnh sử 3.13a (dẫn trong Lịch sử xã hội Việt Nam I, tr. 77: 李恒 → 李常)
1889 | Nguyễn | 昭 | | avoided | vanhienplus.vn 61042 (Thành Thái; 昭靈 → 永靈)
`;
