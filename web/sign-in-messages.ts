/** Sentences of signing in. Vietnamese is the source; English is complete (the type demands it). */
import type { Language } from "./server/language.ts";

const VI = {
  title: "Đăng nhập",
  intro: "Dành cho cán bộ thư viện và bạn đọc được phép xem tài liệu hạn chế.",
  name: "Tên đăng nhập",
  password: "Mật khẩu",
  submit: "Đăng nhập",
  haveToken: "Đặt mật khẩu bằng mã dùng một lần",
  refused: "Tên đăng nhập hoặc mật khẩu không đúng.",
  locked: "Đã thử quá nhiều lần. Hãy thử lại sau {minutes} phút.",
  tokenTitle: "Đặt mật khẩu",
  tokenIntro: "Thư viện đưa cho bạn mã dùng một lần. Mật khẩu cần ít nhất {least} ký tự; một câu dễ nhớ là tốt nhất.",
  token: "Mã dùng một lần",
  newPassword: "Mật khẩu mới",
  again: "Nhập lại mật khẩu mới",
  tokenSubmit: "Đặt mật khẩu và đăng nhập",
  tokenRefused: "Mã không đúng, đã dùng, đã hết hạn, hoặc không phải của tên này. Hãy xin mã mới.",
  weak: "Mật khẩu cần ít nhất {least} ký tự khác với tên đăng nhập, không lặp đi lặp lại vài ký tự.",
  different: "Hai lần nhập mật khẩu không giống nhau.",
  signedIn: "Bạn đang đăng nhập với tên {name}.",
  signOut: "Đăng xuất",
  outside: "Đăng nhập bằng tài khoản của thư viện",
  outsideOff: "Thư viện chưa bật cách đăng nhập này. Hãy dùng tên và mật khẩu.",
  outsideUnknown:
    "Bạn đã đăng nhập ở nơi cấp tài khoản, nhưng tài khoản ấy chưa gắn với tài khoản nào ở đây. Hãy đưa mã sau cho quản trị để gắn: {code}",
  outside_stale: "Lần đăng nhập này đã hết hạn, đã dùng rồi, hoặc không bắt đầu từ trình duyệt này. Hãy đăng nhập lại từ đầu.",
  outside_denied: "Nơi cấp tài khoản đã từ chối, hoặc bạn đã thôi giữa chừng. Hãy thử lại, hoặc dùng mật khẩu.",
  outside_wrong:
    "Không tin được câu trả lời của nơi cấp tài khoản, nên không cho vào. Hãy báo quản trị xem nhật ký máy chủ; trong lúc chờ hãy dùng mật khẩu.",
  outside_down: "Nơi cấp tài khoản không trả lời. Hãy thử lại sau ít phút, hoặc dùng mật khẩu.",
};

/** The names of the sentences. */
export type SignInMessageKey = keyof typeof VI;

const EN: Readonly<Record<SignInMessageKey, string>> = {
  title: "Sign in",
  intro: "For staff of the library, and for readers who were allowed to see restricted items.",
  name: "Name",
  password: "Password",
  submit: "Sign in",
  haveToken: "Set a password with a one-time token",
  refused: "The name or the password is not right.",
  locked: "There were too many attempts. Please try again in {minutes} min.",
  tokenTitle: "Set a password",
  tokenIntro:
    "The library gave you a one-time token. A password has at least {least} characters; a sentence you remember is best.",
  token: "One-time token",
  newPassword: "New password",
  again: "New password once more",
  tokenSubmit: "Set the password and sign in",
  tokenRefused: "The token is not right, was used, is too old, or is not for this name. Please ask for a new one.",
  weak: "A password needs at least {least} characters beside your name, and more than a few that repeat.",
  different: "The two passwords are not the same.",
  signedIn: "You are signed in as {name}.",
  signOut: "Sign out",
  outside: "Sign in with the library's own account",
  outsideOff: "The library has not turned this way of signing in on. Please use name and password.",
  outsideUnknown:
    "You signed in where accounts are kept, but that account belongs to none here yet. Please give this code to an administrator to link it: {code}",
  outside_stale: "This sign-in is too old, was used, or was not begun in this browser. Please begin again.",
  outside_denied: "The place where accounts are kept said no, or you stopped on the way. Please try again, or use a password.",
  outside_wrong:
    "The answer of the place where accounts are kept cannot be believed, so nobody was let in. Please ask an administrator to look at the server's log, and use a password meanwhile.",
  outside_down: "The place where accounts are kept does not answer. Please try again in a few minutes, or use a password.",
};

const TABLES: Readonly<Record<Language, Readonly<Record<SignInMessageKey, string>>>> = { vi: VI, en: EN };

/** A sentence in the reader's language, its `{names}` filled in. */
export function saySignIn(
  language: Language,
  key: SignInMessageKey,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  return TABLES[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}
