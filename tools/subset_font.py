"""Cuts the bundled Chinese font out of the whole Noto Sans SC (run by hand, only when the set changes).

    python tools/subset_font.py NotoSansSC-Regular.otf LICENSE src/targetwatch/fontfiles

The second argument is the licence text that came with the font; it is written beside the
subset as ``OFL.txt`` under the font's own copyright line. What the subset holds: all
of GB2312, Latin with the tone marks of Pinyin, punctuation, arrows, mathematics, shapes, enclosed
numbers, square units and full-width forms, and the characters below, which GB2312 lacks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

#: What names of places need beyond GB2312: official divisions down to the village.
PLACE_NAMES: Final = (
    "㘵㙍㙘㙟㙦㟓㭎㮾㯊㱔㳇㴩㵲䃎䃥䅟䌷䢺䩐並丼乢乪亁仚伾佀俵倗倴偭僰儀內冚冮冸凃凗剅劄勍匼吽呇咇咘咡哃哱"
    "唵啟啰喆喦嗏嗙嗮嘠嘡噇噉嚇囮囷圐圙圢圫坉坋坔坢坣坥坬坮坵坽垇垎垏垕垙垚垞垟垯垱垵垷垺垾埇埉埌埗埜埨埫"
    "埼堉堌堎堐堦堧堨堼堽塂塅塆塚塝塭塱墈墎墕墘墠墡墺壆壇夬夿奓奡奤姞姮嫄孖寀尅尓尙屲屴屽屾岎岕岞岠岴岺峃"
    "峇峉峎峏峣峧峯峱峽崀崄崑崙崚崟崶崷嵅嵎嵔嵖嵠嶀嶅嶺巉巺帲幹庒廻弇弶復恵扆拃捲掛敔敭斢旴旵旸旻昄昇晹曌"
    "朏朩朳朶杄杧杮東杴枆枊枌枒枹柅柤査栆栜栟桲梌梽棆棪棬椑椗楊楟楩楪楯楻榃榅槓槚槜樑橖橦檺櫈毘氹氾氿汈汎"
    "汖汫汭沄沇沋沕沚沬沶沺泃泇泑泘泜洈洊洑洖洢洣洨洩洰洴洸洺浀浉浐浛浬浭浰浲浿涘涢涳涴涺淜淯淰渰渼湆湑湗"
    "湡湧湳湴湻溁溇溠溡溵溹滆滍滘滣滧漈漋漍漖漴漷漹潩潵澥澪澬澴濛瀂瀍瀼烔煖熂燊爃牁牂牤犇狟猇猯獏玍玕玘玙"
    "玠玥珣珪珮珰珺琇琍琯瑠瑢瑤瑯璟璪瓈瓘甡甪甶甽畓畖畤畬癿皛盃眕瞭矴砄砠砲砵硁硃硊硋硍硔硙硚硠硿碁碃碈碕"
    "碨碶磂磏磑磘磛磜磝磡磳磵磹磻礌礐礵祇祎祐禇禤秾穇窊窎窰窵竂竜笯筀筜筶筸筼箖篢簕簝簰籐粦紵罳羑義翙耇耈"
    "耑脿舖舠舥舲艞艻芣芶苧苲苽苾茍荄荍荖荘莊莙菉菓菴萂萩葎蒟蓆蓢蓭蔃蔄蔈蔴蔵蕗藟藠藨藴虒虸蚄蚆蚳蟇蟳衕衖"
    "裡觃訚谼谿賀贠趙蹅蹾軨輋輶辿迴迺遆遊邘邠邨邽郃郚郞郤郪郿鄀鄌鄑鄘鄚鄜鄠鄫鄮酂酄鋪鐣鑑铚閤閻闇阇陑雲霅"
    "靄靬靰鞡韓韮頔驲骍骔骕骦髙魚鮀鮜鲊鲖鲹鳡鴜鶄鶖鷺龍𡐓"
)
#: Further characters of places in the table of standard characters (2013).
RARE_PLACES: Final = "㟃㠇㠓㰀㳘㳚㴔㵐㶲㸌㽏䓖䗖䥽𠙶𡎚𨙸𪣻𪨶𫇭𫭟𫭢𫭼𬇕𬇙𬇹𬒔𬒗𬜬𬜯𬨎𬬩𬭬𬮿𬯀𬣞𬍛嫪𫍽"
#: What names of persons often need beyond GB2312 and the list above.
PERSON_NAMES: Final = (
    "㛃㻬䶮佺倓偲傒冏劼勔卲咜囍堃奭婳媄嬿宬寔弢彣彧忞悰惇慜敩昉昖昪昫昳昺晅晊晛晢晳暅暎暐暕暠暲曈杬栐棫楙"
    "榑沨泂洤淏湉湜湲溦澂澔炆炘炟烜煴燚爔玚玡玹珃珄珅珒珖珝珦珽琀琎琡琤琭琸瑀瑄瑨瑱璆璈璘璠璿瓛皞矞禔禛禩"
    "竑篯翀翚翯肸芃虓袆訸谞贇赟趯釴钖锜锽镕镠闿霂颋颙飏骉骎骙鹓"
)
#: Blocks of which everything that the font has is kept.
BLOCKS: Final = (
    (0x0020, 0x017F),  # Latin
    (0x01CD, 0x01DC),  # Pinyin tones
    (0x0391, 0x03C9),  # Greek
    (0x2000, 0x206F),  # punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x218F),  # letter-like, fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2300, 0x23FF),  # technical
    (0x2460, 0x24FF),  # enclosed numbers
    (0x2500, 0x25FF),  # boxes and shapes
    (0x2600, 0x26FF),  # stars and signs
    (0x2700, 0x27BF),  # check marks and dingbat numbers
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3200, 0x33FF),  # enclosed and square units
    (0xFF00, 0xFFEF),  # full width
)


def read_gb2312() -> Iterator[int]:
    """Every code point of GB2312."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def list_characters() -> set[int]:
    """Every code point that the subset should hold."""
    wanted = set(read_gb2312()) | {ord(character) for character in PLACE_NAMES + RARE_PLACES + PERSON_NAMES}
    for first, last in BLOCKS:
        wanted.update(range(first, last + 1))
    return wanted


def main(source: str, licence: str, folder: str) -> None:
    """Writes ``NotoSansSC-subset.otf`` and ``OFL.txt`` into ``folder``."""
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list_characters())
    cutter.subset(font)
    font.save(Path(folder) / "NotoSansSC-subset.otf")
    copyright_line = font["name"].getDebugName(0) or ""
    text = Path(licence).read_text(encoding="utf-8")
    Path(folder, "OFL.txt").write_text(f"Noto Sans SC: {copyright_line}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
