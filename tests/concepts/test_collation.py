"""Sorting as a language sorts, and the headings of an A-Z index.

The lists are in the order in which a reader of the language expects them. They were
written for these tests, letter by letter.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable
from itertools import groupby, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_glossterms.concepts.collation import first_letter, sort_key

LONG_LISTS = {
    # å ä ö after z; é as e, ü as y, w after v; æ as ä, ø as ö.
    "sv": """10 tips|alm|arbete|björn|café|cykel|disk|ide|idé|kaffe|kund|Kundnytta|kö|tema|þing|tid|vagn|vinge|wok|
        xylofon|über-jag|yngling|yvig|zebra|åka|ål|Åre|älg|ängel|äpple|ære|öga|öl|øre|öster""",
    # The same letters; š as s, w after v.
    "fi": """aalto|asiakas|hame|hämärä|katto|käsi|köli|lumi|mutteri|Müller|mylly|saha|sahti|šamaani|satama|tie|tuuli|vaahto|
        vesi|voi|watti|wok|ympyrä|yö|zeniitti|Åbo|åland|äiti|ääni|öljy|øre|öylätti""",
    # ą ć ę ł ń ó ś ź ż, each after the letter it is made of.
    "pl": """baca|bąk|beczka|bęben|cytryna|ćma|ćwiek|dal|dąb|debata|dętka|dom|koncert|koń|kopa|las|
        list|lód|łapa|łoś|noc|oko|osa|ósmy|sok|sowa|sól|syn|szum|śnieg|świt|taca|zupa|źrebię|żaba|żuk""",
    # ç as c, accents as their letters, l·l as ll.
    "ca": """abella|aigua|àlber|amic|caça|cacau|casa|cel·la|cels|client|collada|col·legi|collir|coma|
        dia|dona|dóna|època|ésser|L’Escala|lloc|nen|nyanyo|paella|pal|pingüí|ratlla|vi|xai|zel""",
    # ñ after n; ch and ll are two letters.
    "es": """ancla|anual|añejo|año|apio|canto|caña|capa|cesta|chico|cielo|el|él|¡Hola!|lima|llama|loro|
        luz|niño|nube|ñandú|ñoño|oca|¿Qué es?|quizá|señal|sera|zorro""",
    # æ ø å after z; aa as å, ä as æ, ö as ø, ü as y; capitals first.
    "da": """ansigt|Bil|bil|cykel|hund|kage|mad|mærke|Märta|mål|nat|uge|über|yoghurt|yver|zebra|æble|
        ægte|Ærø|øl|ørn|Östersund|øve|åben|Aage|åger|ål|Aalborg|aand""",
    # By the kana; ー is the vowel again, small kana are kana, voicing counts after all letters.
    "ja": """24時|API|wiki|あい|アイス|あお|いつ|いっしょ|うえ|えき|おちゃ|カート|かい|がい|かいしゃ|
        きって|きつね|くも|さくら|ざくろ|しんぶん|スープ|すし|せかい|そら|たまご|ちず|つき|とけい|なつ|
        にわ|ねこ|はな|バナナ|パン|びょういん|びよういん|ふゆ|へや|ほし|まど|みず|やま|ゆき|らくだ|
        りんご|レモン|わに|会社|東京""",
}

SHORT_LISTS = {
    "nb": "adresse|bil|ull|über|yr|zoo|Ærfugl|ærlig|øl|øre|åpen|Ås|Aasen|åt",
    "nn": "bok|ull|über|yr|zoo|æve|øks|åker",
    "fo": "dagur|ey|zoo|æða|øl|ås",
    "is": "api|ár|bók|dúkur|egg|ég|hús|iðn|Ivan|ís|járn|madonna|maður|magi|orð|ól|ull|úlfur|yl|ystur|ýsa|þorp|æfa|öl",
    "de": "Apfel|Ärger|Arzt|Masse|Maße|Mast|Ofen|offen|öffnen|Straße|Strauß|über|Uhr|Zahl",
    "fr": "cœur|coexister|cote|coté|côte|côté|élève|elle|Été|être|étude|zéro",
    "fr-CA": "cote|côte|coté|côté",
    "it": "caffè|casa|città|e|è|perché|perciò|più|piuma|pizza|zio",
    "pt-BR": "ação|acaso|água|coração|corda|óleo|olho|útil|uva",
    "cs": "auto|cena|čas|ďábel|dálnice|dům|hora|hrad|chata|chléb|Ivan|rok|ryba|řeka|sůl|syn|škola|zub|žena",
    "sk": "cibuľa|čaj|hora|chlieb|jeden|kosť|kôň|krava|mak|mazut|mäso|med|ruka|syr|šaty|zub|žaba",
    "hu": """aszály|asszony|cukor|csak|csillag|dinnye|dzéta|dzsem|eper|gáz|gyerek|lap|lyuk|megy|meggy|nap|nyár|ólom|
        óra|orvos|öröm|ős|őz|sajt|szép|tej|tyúk|ugat|út|űr|üveg|zab|zsák""",
    "hr": "cesta|čaj|ćup|dan|dvor|džep|đak|lopta|luk|ljeto|more|nos|nula|njuška|sol|sunce|šator|šuma|zub|žaba",
    "sr-Latn": "dan|džep|đak|luk|ljubav|nula|njiva",
    "sl": "cesta|čas|dan|sol|šola|zob|žaba",
    "ro": "arc|iarnă|inel|iris|înger|mare|mazăre|măr|mână|mere|sac|sus|șarpe|tei|tun|țară",
    "et": "sool|šokk|zebra|žanr|tee|uus|vesi|õun|äke|öö|üks",
    "lv": "cirvis|cūka|čaula|gads|gulbis|ģimene|kaķis|ķirsis|lapa|lūpa|ļoti|nams|nūja|ņemt|sala|suns|šalle|zeme|zvans|žagars",
    "lt": "akmuo|ausis|ąžuolas|cukrus|čia|ilgas|įrankis|sala|sula|šaka|šuo|upė|zuikis|žemė",
    "tr": "bagaj|bağ|cam|cuma|çay|dağ|dal|gün|Irmak|ısı|ışık|iç|İzmir|jet|okul|oyun|ördek|su|şeker|uzun|üzüm|zaman",
    "az": "el|əl|fil|hava|xalça|ildırım|qapı|lalə|zəng",
    "eo": "cent|ĉambro|domo|ĝardeno|horo|ĵurnalo|suno|ŝuo|urbo|ŭa",
    "sq": "cikël|çaj|det|dhi|emër|ëmbël|lule|llafe|natë|njeri|shi|zë|zhurmë",
    "cy": "cath|cyw|chwaer|dafad|dydd|ddoe|gardd|gwyn|ngardd|haul|llaw|mam|pen|phen|tad|thad",
    "mt": "ball|ċavetta|dar|ġar|gallina|għajn|ħobż|iben|żunżan|zokk",
    "vi": "ma|mà|mả|mã|má|mạ|măng|mâm|mầm|mấm|mậm|me",
    "ru": "арка|еда|ёж|ель|Игра|йод|кот|объект|язык|API",
    "uk": "гора|ґанок|дім|екран|єнот|жук|ирій|іній|їжак|йод|кіт|щука|юнак|яма",
    "be": "ель|ёлка|жук|іней|сонца|ус|ўсё|фарба",
    "bg": "врата|ивица|йод|къща|щъркел|ябълка",
    "sr": "дан|ђак|земља|јаје|лист|љубав|нога|њива|ћуп|час|џеп|шума",
    "kk": "алма|әке|гүл|ғарыш|кітап|қала|нан|ой|өзен|ұн|үй|ыдыс|ірі",
    "el": "άγαλμα|αγορά|βάση|Έλλη|ζωή|ήλιος|σήμα|φως|φωσφόρος|ώρα|API",
    "ky": "ель|ёлка|жер|ой|өрүк|урук|үй",
    "mk": "дом|ѓавол|ело|ѕвезда|ива|јаболко|љубов|нога|њива|тато|ќерка|убав|час|џеб|шума",
    "gl": "nube|ñoca|oso",
    "fil": "nanay|niyog|ñandu|ngayon|okra",
    "ku": "bira|car|çav|dil|ez|êvar|iro|îsal|mal|sal|şev|ut|ûr",
    "tk": "at|cyra|çaga|el|ädik|jan|žurnal|nar|ot|öý|suw|şa|ulag|üzüm|yz|ýol",
    "hsb": "cesta|cyrkej|čas|hora|chěža|kniha|łuka|lipa|ryba|řeka|syn|šula|zyma|žona",
    "dsb": "kniga|łuka|lipa|nos|ńewjesta|syn|šula|śěło|zub|žaba|źowka",
    "se": "ahte|áhkku|beana|cuoŋu|čáhci|davvi|đ|eadni|guolli|ǥ|nieida|ŋ|sátni|šaddu|viessu|žirafa|ø|æ|å|ä|ö",
    "ko": "42|가게|가방|까치|나무|다리|딸기|라면|마음|바다|빵|사람|쌀|아이|자리|차|코|토끼|파도|하늘|API",
    "ar": "آخر|أب|إبرة|ابن|باب|بيت|تمر|ثوب|جمل|كتاب|نهر|هواء|وردة|يد|API",
    "fa": "برف|پدر|تابستان|جنگل|چای|رود|ژاله|کتاب|گل|ماه|وقت|هوا|یاد",
    "he": "אבא|בית|יום|מים|מלך|עץ|שלום|API",
    "th": "กา|ขา|เขา|ใจ|ดำ|เด็ก|แดง|ตา",
    "zh": "一|二|人|客户|API",
    "en": "#|42|aeon|æon|apple|co op|co-op|CO-OP law|co’op|coop|éclair|“Foo”|foo bar|“foo” car|fool|.NET|zoo|Ωmega",
}

LISTS = LONG_LISTS | SHORT_LISTS


def words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split("|")]


def in_order(texts: Iterable[str], language: str) -> list[str]:
    return sorted(texts, key=lambda text: sort_key(text, language))


@pytest.mark.parametrize("language", LISTS)
def test_lists_come_in_the_order_of_the_language(language: str) -> None:
    expected = words(LISTS[language])
    for seed in range(3):
        shuffled = random.Random(seed).sample(expected, len(expected))
        assert in_order(shuffled, language) == expected


@pytest.mark.parametrize("language", ["sv-FI", "sv-SE", "SV"])
def test_a_region_sorts_as_its_language(language: str) -> None:
    expected = words(LISTS["sv"])
    assert in_order(expected[::-1], language) == expected


@pytest.mark.parametrize("language", ["en", "tlh", "", "xx-nonsense", "no such language"])
def test_without_rules_accented_letters_stand_by_their_letters(language: str) -> None:
    expected = words("abc|ångström|apple|Łódź|lore|ñandú|no|öl|ow|zoo|þorn")
    assert in_order(expected[::-1], language) == expected


def test_the_same_words_in_another_order_for_each_language() -> None:
    listed = ["chata", "cukr", "hora", "öl", "zoo", "čaj"]
    by_language = {
        language: " ".join(in_order(listed, language)) for language in ("en", "cs", "sv", "hu")
    }
    assert by_language == {
        "en": "čaj chata cukr hora öl zoo",
        "cs": "cukr čaj hora chata öl zoo",
        "sv": "čaj chata cukr hora zoo öl",
        "hu": "čaj chata cukr hora öl zoo",
    }


def test_the_script_of_the_language_comes_first() -> None:
    listed = ["API", "Ωmega", "База", "שלום", "가방", "ねこ", "漢字"]
    first = {
        language: in_order(listed, language)[0]
        for language in ("en", "el", "ru", "he", "ko", "ja", "zh")
    }
    assert first == {
        "en": "API",
        "el": "Ωmega",
        "ru": "База",
        "he": "שלום",
        "ko": "가방",
        "ja": "API",
        "zh": "漢字",
    }


def test_readings_sort_chinese_by_sound() -> None:
    readings = {"客户": "kèhù", "安全": "ānquán", "数据": "shùjù", "中心": "zhōngxīn"}
    by_reading = sorted(readings, key=lambda word: sort_key(readings[word], "zh"))
    assert by_reading == ["安全", "客户", "数据", "中心"]
    assert [first_letter(readings[word], "zh") for word in by_reading] == ["A", "K", "S", "Z"]


HEADINGS = {
    "sv": {"ål": "Å", "Ängel": "Ä", "öl": "Ö", "ære": "Ä", "über": "Y", "wok": "W", "é": "E"},
    "fi": {"Åbo": "Å", "äiti": "Ä", "öljy": "Ö", "šamaani": "S", "watti": "W"},
    "da": {"æble": "Æ", "Østersund": "Ø", "Aalborg": "Å", "åben": "Å", "ärlig": "Æ", "alm": "A"},
    "nb": {"Aasen": "Å", "øl": "Ø"},
    "is": {"ár": "Á", "ðð": "Ð", "þorp": "Þ", "öl": "Ö", "dagur": "D"},
    "de": {"Ärger": "A", "öffnen": "O", "ß": "S", "Straße": "S"},
    "fr": {"École": "E", "œuvre": "O", "ça": "C"},
    "es": {"ñandú": "Ñ", "llama": "L", "chico": "C", "¿Qué?": "Q", "¡Hola!": "H", "útil": "U"},
    "ca": {"l·l": "L", "çà": "C", "àlber": "A"},
    "it": {"è": "E"},
    "pl": {"łapa": "Ł", "ósmy": "Ó", "żaba": "Ż", "źrebię": "Ź", "ćma": "Ć", "śnieg": "Ś"},
    "cs": {"chata": "Ch", "CHKO": "Ch", "čaj": "Č", "ďábel": "D", "řeka": "Ř", "C": "C"},
    "sk": {"chlieb": "Ch", "ôsmy": "Ô", "žaba": "Ž"},
    "hu": {
        "csak": "Cs",
        "dzsem": "Dzs",
        "dzéta": "Dz",
        "gyerek": "Gy",
        "szép": "Sz",
        "őz": "Ö",
        "lyuk": "Ly",
        "nyár": "Ny",
        "tyúk": "Ty",
        "zsák": "Zs",
    },
    "hr": {"džep": "Dž", "ǆep": "Dž", "ljeto": "Lj", "njuška": "Nj", "đak": "Đ", "NJ": "Nj"},
    "tr": {"istanbul": "İ", "İzmir": "İ", "ısı": "I", "Irmak": "I", "şeker": "Ş"},
    "az": {"əl": "Ə", "xalça": "X", "il": "İ", "çay": "Ç", "öz": "Ö", "şəhər": "Ş", "üz": "Ü"},
    "be": {"ёлка": "Ё", "ўсё": "Ў"},
    "bs": {
        "ćup": "Ć",
        "đak": "Đ",
        "džep": "Dž",
        "ljeto": "Lj",
        "njuška": "Nj",
        "šuma": "Š",
        "žaba": "Ž",
    },
    "cy": {"ffrind": "Ff", "llaw": "Ll", "phen": "Ph", "rhiw": "Rh", "thad": "Th", "ngardd": "Ng"},
    "dsb": {"čas": "Č", "ěsć": "Ě", "chory": "Ch", "šula": "Š", "ŕ": "Ŕ"},
    "hsb": {"ćma": "Ć", "ě": "Ě", "źe": "Ź"},
    "eo": {"ĉambro": "Ĉ", "ĝardeno": "Ĝ", "ĥoro": "Ĥ", "ĵurnalo": "Ĵ", "ŝuo": "Ŝ", "ŭa": "Ŭ"},
    "kk": {"ёлка": "Ё", "үй": "Ү", "ірі": "І"},
    "ku": {"çav": "Ç", "îsal": "Î", "şev": "Ş", "ûr": "Û"},
    "mt": {"ċavetta": "Ċ", "ġar": "Ġ", "għajn": "Għ", "GĦAJN": "Għ", "ħobż": "Ħ", "żunżan": "Ż"},
    "se": {"ǩ": "Ǩ", "ŋ": "Ŋ", "ŧ": "Ŧ", "ž": "Ž"},
    "sl": {"đ": "Đ", "šola": "Š"},
    "sq": {
        "dhi": "Dh",
        "gju": "Gj",
        "njeri": "Nj",
        "rrota": "Rr",
        "shi": "Sh",
        "thes": "Th",
        "xham": "Xh",
    },
    "sr-Latn": {"ćup": "Ć", "šuma": "Š", "žaba": "Ž"},
    "tk": {"ň": "Ň", "öý": "Ö", "üzüm": "Ü"},
    "en": {"ısı": "I", "istanbul": "I", "þorn": "Þ", "“Foo”": "F", "(foo)": "F", " foo": "F"},
    "ro": {"țară": "Ț", "ţară": "Ț", "înger": "Î"},
    "et": {"žanr": "Ž", "õun": "Õ", "üks": "Ü"},
    "lv": {"ķirsis": "Ķ", "ģimene": "Ģ", "āda": "A"},
    "lt": {"ąžuolas": "A", "yla": "I", "čia": "Č"},
    "vi": {"đi": "Đ", "ấm": "Â", "ậm": "Â", "ạ": "A", "ơn": "Ơ", "ếch": "Ê", "ưa": "Ư"},
    "el": {"άγαλμα": "Α", "ώρα": "Ω", "Ήλιος": "Η", "σ": "Σ"},
    "ru": {"ёж": "Е", "йод": "Й", "API": "A"},
    "uk": {"ґанок": "Ґ", "їжак": "Ї", "єнот": "Є"},
    "sr": {"ђак": "Ђ", "љубав": "Љ"},
    "ka": {"ენა": "ე"},
    "ko": {"가방": "ㄱ", "까치": "ㄱ", "빵": "ㅂ", "하늘": "ㅎ", "ㄴ": "ㄴ", "漢": "한자"},
    "ar": {"أب": "ا", "إبرة": "ا", "آخر": "ا", "ابن": "ا", "بيت": "ب", "يد": "ي"},
    "he": {"שלום": "ש", "ךּ": "כ"},
    "th": {"เด็ก": "ด", "แดง": "ด", "ดำ": "ด"},
    "hi": {"क्षेत्र": "क", "ग्राहक": "ग"},
    "ja": {
        "あい": "あ",
        "アイス": "あ",
        "ｱｲｽ": "あ",
        "ぁ": "あ",
        "ヴァイオリン": "あ",
        "がい": "か",
        "ざくろ": "さ",
        "ッ": "た",
        "ん": "わ",
        "パン": "は",
        "びょういん": "は",
        "まど": "ま",
        "ゃ": "や",
        "らくだ": "ら",
        "ヲ": "わ",
        "会社": "漢字",
        "「会社」": "漢字",
        "API": "A",
    },
    "zh": {"客户": "汉字"},
    "zh-Hant-TW": {"客戶": "漢字"},
    "xx": {
        "42": "0–9",
        "４２": "0–9",
        "٤": "0–9",
        "½": "0–9",
        "+1": "0–9",
        ".NET": "N",
        "$HOME": "H",
        "_private": "P",
        "→": "#",
        "": "#",
        "  ": "#",
        "…": "#",
        "“”": "#",
        "\u0301": "#",
        "\ud800": "#",
        "😀": "#",
        "😀 smile": "S",
    },
}


@pytest.mark.parametrize("language", HEADINGS)
def test_headings_are_letters_of_the_language(language: str) -> None:
    found = {text: first_letter(text, language) for text in HEADINGS[language]}
    assert found == HEADINGS[language]


def test_an_index_in_croatian() -> None:
    index = groupby(words(LISTS["hr"]), key=lambda word: first_letter(word, "hr"))
    assert [heading for heading, _ in index] == (
        ["C", "Č", "Ć", "D", "Dž", "Đ", "L", "Lj", "M", "N", "Nj", "S", "Š", "Z", "Ž"]
    )


@pytest.mark.parametrize("wrapped", ["“{}”", "«{}»", "„{}“", '"{}"', "  {}", "¿{}", "\u200b{}"])
def test_quotation_marks_and_what_comes_before_a_word_do_not_count(wrapped: str) -> None:
    text = wrapped.format("foo")
    listed = ["fog", text, "foo bar", "zoo"]
    assert in_order(listed[::-1], "en") == listed
    assert first_letter(text, "en") == "F"


LANGUAGES = [*LISTS, "zh-Hant-TW", "ka", "hi", "hy", "xx"]
LISTED_CHARS = sorted(set("".join(LISTS.values())))
ANY_CHAR = st.characters(exclude_categories=())
TEXTS = st.text(
    st.one_of(
        st.sampled_from(LISTED_CHARS), st.sampled_from("chdzsgylnt IıİiAaÅå\u0307\u030a-"), ANY_CHAR
    )
)


def assert_headings_do_not_return(texts: list[str], language: str) -> None:
    index = groupby(in_order(texts, language), lambda text: first_letter(text, language))
    headings = [heading for heading, _ in index]
    assert len(headings) == len(set(headings))


@given(st.lists(TEXTS, max_size=30), st.sampled_from(LANGUAGES))
@example(["ı", "i", "î", "I", "İ"], "ro")
@example(["ᲀ", "в", "В", "г"], "ru")
@example(["ㄱ", "가", "나", "ㅏ", "까"], "ko")
@example(["ー", "カー", "ヷ", "\U0001b000"], "ja")
def test_headings_never_return(texts: list[str], language: str) -> None:
    assert_headings_do_not_return(texts, language)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_headings_never_return_for_any_letter(language: str) -> None:
    chars = [chr(code) for code in (*range(0x3200), *range(0xA000, 0x12000, 7))]
    assert_headings_do_not_return(chars, language)


@given(st.lists(TEXTS, max_size=10, unique=True), st.sampled_from(LANGUAGES), st.randoms())
def test_the_order_is_total(texts: list[str], language: str, rng: random.Random) -> None:
    ordered = in_order(texts, language)
    assert in_order(rng.sample(texts, len(texts)), language) == ordered
    for before, after in pairwise(ordered):
        assert sort_key(before, language) < sort_key(after, language)


@given(TEXTS, st.one_of(st.sampled_from(LANGUAGES), st.text(ANY_CHAR)))
@example("ー", "ja")
@example("\u3099", "ja")
@example("ﷺ", "ar")
@example("\U0010ffff", "")
def test_any_text_has_a_heading_in_any_language(text: str, language: str) -> None:
    assert sort_key(text, language) == sort_key(text, language)
    assert 1 <= len(first_letter(text, language)) <= 4


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_how_accents_are_encoded_makes_no_difference(text: str, language: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert sort_key(composed, language)[:3] == sort_key(decomposed, language)[:3]
    assert first_letter(composed, language) == first_letter(decomposed, language)
