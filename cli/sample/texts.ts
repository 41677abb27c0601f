/**
 * The words of the sample book: texts in the public domain, typed for this project.
 * Every character is in the sample font; a test holds that. `Truyện Kiều` stands in Nôm as far as that font goes: where it
 * lacks the usual Nôm character, a loan with the same sound or sense stands in (歪 trời, 㝵 người, 麻 mà, 籠 trông …),
 * as older prints do too. So this is a text to test software with, not an edition.
 */

/** Nam quốc sơn hà (11th century), with its title: one column each. */
export const NAM_QUOC_SON_HA: readonly string[] = [
  "南國山河",
  "南國山河南帝居",
  "截然定分在天書",
  "如何逆虜來侵犯",
  "汝等行看取敗虛",
];

/** Bình Ngô đại cáo (1428), from the beginning. */
export const BINH_NGO_DAI_CAO: string = [
  "平吳大誥代天行化皇上若曰蓋聞仁義之舉要在安民弔伐之師莫先去暴惟我大越之國實爲文獻之邦",
  "山川之封域既殊南北之風俗亦異自趙丁李陳之肇造我國與漢唐宋元而各帝一方雖強弱時有不同而豪傑世未嘗乏",
  "故劉龔貪功以取敗而趙卨好大以促亡唆都既擒於鹹子關烏馬又殪於白藤海嵇諸往古厥有明徵",
  "頃因胡政之煩苛致使人心之怨叛狂明伺隙因以毒我民惡黨懷奸竟以賣我國焮蒼生於虐焰陷赤子於禍坑",
  "欺天罔民詭計蓋千萬狀連兵結釁稔惡殆二十年敗義傷仁乾坤幾乎欲息重科厚歛山澤靡有孑遺",
  "開金場則冒嵐瘴而斧山淘沙採明珠則觸蛟龍而緪腰汆海擾民設玄鹿之陷阱殄物織翠禽之網羅",
  "昆虫草木皆不得以遂其生鰥寡顛連俱不獲以安其所浚生民之血以潤桀黠之吻牙極土木之功以崇公私之廨宇",
  "州里之征徭重困閭閻之杼柚皆空決東海之水不足以濯其污罄南山之竹不足以書其惡神人之所共憤天地之所不容",
].join("");

/** Thiên đô chiếu (1010). */
export const THIEN_DO_CHIEU: string = [
  "遷都詔昔商家至盤庚五遷周室迨成王三徙豈三代之數君徇于己私妄自遷徙以其圖大宅中爲億万世子孫之計",
  "上謹天命下因民志苟有便輒改故國祚延長風俗富阜而丁黎二家乃徇己私忽天命罔蹈商周之迹常安厥邑于茲",
  "致世代弗長算數短促百姓耗損万物失宜朕甚痛之不得不徙况高王故都大羅城宅天地區域之中得龍蟠虎踞之勢",
  "正南北東西之位便江山向背之宜其地廣而坦平厥土高而爽塏民居蔑昏墊之困万物極繁阜之丰",
  "遍覽越邦斯爲勝地誠四方輻輳之要會爲万世京師之上都朕欲因此地利以定厥居卿等如何",
].join("");

/** The first lines of Truyện Kiều in Nôm: one couplet of six and eight characters a column. */
export const TRUYEN_KIEU_NOM: readonly string[] = [
  "林年冲㙇㝵些字才字命窖羅恄饒",
  "𣦰戈没局𣷭橷仍調籠体麻忉疸弄",
  "邏之彼嗇斯豐歪撑涓退𦟐紅打慳",
  "稿香吝呂畧畑風情古録群傳史撑",
  "浪年嘉靖朝明𦊚方滂𣼽台京凭傍",
  "固茹員外户王家資擬拱常常北中",
  "没來𡥵次卒弄王觀羅字綏𣳔儒家",
  "頭弄台妸素娥翠翹羅姉㛪羅翠雲",
  "梅骨格雪精神每㝵没尾十分院十",
];

/** The same lines in Quốc ngữ (NFC): one line a line of print. */
export const TRUYEN_KIEU_QUOC_NGU: readonly string[] = [
  "Trăm năm trong cõi người ta,",
  "Chữ tài chữ mệnh khéo là ghét nhau.",
  "Trải qua một cuộc bể dâu,",
  "Những điều trông thấy mà đau đớn lòng.",
  "Lạ gì bỉ sắc tư phong,",
  "Trời xanh quen thói má hồng đánh ghen.",
  "Cảo thơm lần giở trước đèn,",
  "Phong tình cổ lục còn truyền sử xanh.",
  "Rằng năm Gia Tĩnh triều Minh,",
  "Bốn phương phẳng lặng, hai kinh vững vàng.",
  "Có nhà viên ngoại họ Vương,",
  "Gia tư nghĩ cũng thường thường bậc trung.",
  "Một trai con thứ rốt lòng,",
  "Vương Quan là chữ nối dòng nho gia.",
  "Đầu lòng hai ả tố nga,",
  "Thúy Kiều là chị, em là Thúy Vân.",
  "Mai cốt cách, tuyết tinh thần,",
  "Mỗi người một vẻ mười phân vẹn mười.",
];

/** What the centre strip of every leaf says. */
export const RUNNING_TITLE = "南國詩文集";
