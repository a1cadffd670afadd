"""Endings: the last labels of host names that make a host of a word in running text, a few facts written down.

The registry of all of them is long and grows; what is missing here is only not counted where nothing else shows that
it is a link. A browser's own sign of a link, "https://" or "www.", counts whatever the ending is.
"""

# No English word, nor one that often begins a sentence whose space was forgotten: a bare "example.com" is a link.
SURE = frozenset(
    "com net org edu gov mil biz info eu xyz io tv cc ru su ua cn jp kr br mx au nz uk de fr nl pl cz sk hu dk ch "
    "ro gr bg rs hr lt lv ee tr ir vn hk tw sg ph pk ng gh ke za ar pe ve рф бел 中国 中國 公司 网络 网址 "
    "онлайн сайт москва 香港 台湾 台灣 みんな コム 한국 닷컴".split()
)
# Countries whose ending is a word as well ("it", "is", "no"), and endings that are words: these need more to be a
# link, such as a path after them, or having been disguised.
_COUNTRIES = (
    "ac ad ae af ag ai al am ao aq as at aw ax az ba bb bd be bf bh bi bj bm bn bo bs bt bw by bz ca cd cf cg ci ck "
    "cl cm co cr cu cv cw cx cy dj dm do dz ec eg er es et fi fj fk fm fo ga gd ge gf gg gi gl gm gn gp gq gs gt gu "
    "gw gy hm hn ht id ie il im in iq is it je jm jo kg kh ki km kn kp kw ky kz la lb lc li lk lr ls lu ly ma mc md "
    "me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw my mz na nc ne nf ni no np nr nu om pa pf pg pm pn pr ps pt pw "
    "py qa re rw sa sb sc sd se sh si sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to tt tz ug us "
    "uy uz va vc vg vi vu wf ws ye yt zm zw"
)
_WORDS = (
    "academy adult agency app art asia asso auction audio bar beer best bet bid bike bio black blog blue buzz cam "
    "camp capital care cash casino center chat cheap click cloud club coach codes coffee company cool cyou date deals "
    "delivery design dev diet digital direct dog download email energy events exchange expert fans finance fit fun "
    "fund fyi gallery games gift gold group guru health help homes host house icu ink jobs kim land lat life link live "
    "loan lol ltd market marketing media men mobi mom money monster movie name network news ninja one online page "
    "party pet photos pics pink plus poker porn press pro pub quest racing red rehab rent rest review reviews rip "
    "rocks run sale sbs sex sexy shop shopping show site skin social software solutions space store stream studio "
    "style support surf systems tech tel tips today tokyo tools top tours town trade training travel tube uno vegas "
    "video vin vip vodka vote wang watch webcam website wiki win wine work works world wtf xin xxx yoga zone"
)
KNOWN = SURE | frozenset(_COUNTRIES.split()) | frozenset(_WORDS.split())
