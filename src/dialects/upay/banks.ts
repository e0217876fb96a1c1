// Chinese banks, as data: which cards they issue, by the six digits those begin with, and in which places they have branches. A small
// part of what the real service knows (upay.md 3.13): the national banks and the largest city banks, in the larger places.

/** The name of a bank and the beginnings of its cards. */
const issuers: readonly (readonly [bank: string, prefixes: string])[] = [
  ['中国工商银行', '621225 621226 621227 621281 621558 621559 621722 621723 622200 622202 622203 622208 955880'],
  ['中国农业银行', '621282 621336 621619 622821 622822 622823 622824 622825 622826 622827 622828 622840 622841'],
  ['中国农业银行', '622843 622844 622845 622846 622847 622848 622849 623052'],
  ['中国银行', '456351 601382 621330 621331 621332 621333 621660 621661 621662 621663 621665 621666 621667 621668'],
  ['中国银行', '621669 621725 621756 621757 621758 621759 621785 621786 621787 621788 621789 621790 622760 622761'],
  ['中国建设银行', '436742 436745 621080 621081 621284 621466 621467 621488 621499 621598 621621 621700 622280 622700'],
  ['中国建设银行', '622725 622728 622966 622988 623094 623211'],
  ['交通银行', '405512 601428 620021 620521 621069 621335 621436 622252 622258 622259 622260 622261 622262 622656'],
  [
    '中国邮政储蓄银行',
    '620062 620529 621095 621096 621098 621285 621582 621599 621622 621674 621797 621798 621799 622150',
  ],
  ['中国邮政储蓄银行', '622151 622180 622181 622187 622188 622189 622199 623218 623219 955100'],
  ['招商银行', '410062 468203 621286 621483 621485 621486 622575 622576 622577 622578 622579 622580 622581 622582'],
  ['招商银行', '622588 622598 622609 690755'],
  ['中信银行', '433670 433671 433680 442729 442730 620082 621767 621768 621770 621771 621772 621773 622690 622691'],
  ['中信银行', '622692 622696 622698 622998 622999 968807 968808 968809'],
  ['中国光大银行', '620085 620535 621489 621492 622660 622661 622662 622663 622664 622665 622666 622667 622668 622669'],
  ['中国光大银行', '622670 622671 622672 622673 622674'],
  ['中国民生银行', '415599 421393 421865 621691 622600 622601 622602 622603 622615 622616 622617 622618 622619 622620'],
  ['中国民生银行', '622622 623255'],
  ['平安银行', '412962 412963 415752 415753 602907 621626 622155 622156 622157 622298 622535 622536 622538 622539'],
  ['平安银行', '622986 622989 623058 627066 627067 627068 627069'],
  ['兴业银行', '438588 438589 451289 451290 622901 622902 622908 622909 622922 966666'],
  [
    '上海浦东发展银行',
    '621351 621352 621390 621791 621792 621793 621795 621796 622500 622516 622517 622518 622521 622522',
  ],
  ['上海浦东发展银行', '622523'],
  ['广发银行', '436768 436769 520152 621462 622555 622556 622557 622558 622559 622560 622568 685800'],
  ['华夏银行', '621222 622630 622631 622632 622633 622636 622637 622638 623020 623021 623022 623023'],
  ['恒丰银行', '622383 622384 622385 622386 623078'],
  ['浙商银行', '621019 622309 625821'],
  ['渤海银行', '621268 621453 622684 622884'],
  ['北京银行', '602969 621030 621420 621468 622163 622853 623111'],
  ['上海银行', '620522 621005 621050 621243 622172 622267 622278 622279 622468 622892 622985 622987 940021'],
  ['宁波银行', '621279 621418 622281 622282 622316 622318 940022'],
  ['南京银行', '621259 621777 622303 622305 622595 622596'],
  ['江苏银行', '621076 622173 622283 622873 622876'],
  ['杭州银行', '603367 622425 622878 623061'],
];

/** Places by the beginning of their code (GB/T 2260): two digits a province, four a city. */
const places = new Map(
  `
  11北京 12天津 13河北 14山西 15内蒙古 21辽宁 22吉林 23黑龙江 31上海
  32江苏 33浙江 34安徽 35福建 36江西 37山东 41河南 42湖北 43湖南
  44广东 45广西 46海南 50重庆 51四川 52贵州 53云南 54西藏 61陕西
  62甘肃 63青海 64宁夏 65新疆 71台湾 81香港 82澳门
  1301石家庄 1401太原 1501呼和浩特 2101沈阳 2102大连 2201长春
  2301哈尔滨 3201南京 3202无锡 3205苏州 3301杭州 3302宁波
  3303温州 3401合肥 3501福州 3502厦门 3505泉州 3601南昌 3701济南
  3702青岛 4101郑州 4201武汉 4301长沙 4401广州 4403深圳 4404珠海
  4406佛山 4419东莞 4420中山 4501南宁 4601海口 5101成都 5201贵阳
  5301昆明 5401拉萨 6101西安 6201兰州 6301西宁 6401银川
  6501乌鲁木齐
  `
    .matchAll(/(\d+)(\p{Script=Han}+)/gu)
    .map(([, code = '', name = '']) => [code, name]),
);

const bankOfPrefix = new Map(issuers.flatMap(([bank, prefixes]) => prefixes.split(' ').map((six) => [six, bank])));
const bankNames = [...new Set(issuers.map(([bank]) => bank))];

/** Whether the last digit of a card's number agrees with the others (ISO/IEC 7812, Luhn). */
export function isCardNumber(digits: string): boolean {
  if (!/^[0-9]{12,19}$/.test(digits)) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** Undefined for a card of a bank that is not in the table. */
export function bankOfCard(cardNumber: string): string | undefined {
  return bankOfPrefix.get(cardNumber.slice(0, 6));
}

/** Banks in whose names the text stands; all of them for the empty text. */
export function banksLike(text: string): string[] {
  return bankNames.filter((bank) => bank.includes(text));
}

/** The name of a place: its city, or at least its province. */
export function placeOf(area: string): string | undefined {
  return places.get(area.slice(0, 4)) ?? places.get(area.slice(0, 2));
}

/** The branches of a bank in the place of a six-digit code; none where bank or place are not in the table. */
export function branchesOf(bankName: string, area: string): string[] {
  const place = placeOf(area);
  if (place === undefined || !bankNames.includes(bankName)) return [];
  return [`${bankName}${place}分行`, `${bankName}${place}分行营业部`];
}
