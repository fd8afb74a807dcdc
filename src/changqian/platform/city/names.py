"""Names that sound right and belong to nobody."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚恽奚庄"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌海波宁峰林鑫云飞龙雪松琴宇浩晨阳佳"
    "欣怡思雨泽凯俊博立新安全永春兴荣富贵卫东国庆金根"
)
STYLES = (
    "恒",
    "鑫",
    "盛",
    "华",
    "宏",
    "瑞",
    "腾",
    "诚",
    "泰",
    "立",
    "科",
    "达",
    "远",
    "新",
    "安",
    "锦",
    "润",
    "丰",
    "创",
    "兴",
    "德",
    "益",
    "常",
    "金",
    "中",
    "东",
    "江",
    "龙",
    "海",
    "天",
    "宇",
    "星",
    "博",
    "凯",
    "嘉",
    "正",
    "源",
    "双",
    "百",
    "苏",
)
SECOND = (
    "源",
    "达",
    "通",
    "宇",
    "昌",
    "隆",
    "力",
    "信",
    "茂",
    "业",
    "成",
    "飞",
    "翔",
    "晟",
    "辉",
    "泽",
    "润",
    "邦",
    "腾",
    "阳",
    "洋",
    "胜",
    "杰",
    "佳",
    "联",
    "特",
    "能",
    "成",
    "顺",
    "宝",
    "升",
    "克",
    "尔",
    "灵",
    "凌",
    "运",
    "邦",
    "康",
    "威",
    "豪",
)
SECONDS = tuple(dict.fromkeys(SECOND))
ROADS = (
    "人民路",
    "兴业路",
    "创新路",
    "工业大道",
    "长虹路",
    "延政路",
    "武宜路",
    "龙城大道",
    "河海路",
    "通江路",
    "黄河路",
    "汉江路",
    "常武路",
    "中吴大道",
    "青洋路",
    "劳动路",
    "新科路",
    "科技路",
    "凤林路",
    "阳湖路",
    "金武路",
    "东方大道",
    "华城路",
    "镇中路",
)


def person(random: Random) -> str:
    """A name of two or three characters."""
    given = random.sample(GIVEN, random.choice((1, 2, 2)))
    return random.choice(SURNAMES) + "".join(given)


def firm(random: Random, product: str, number: int) -> str:
    """常州 + two or more characters + product + form. The characters say the number: each name is there once."""
    rest, place = divmod(number, len(STYLES) * len(SECONDS))
    second, style = divmod(place * 7 % (len(STYLES) * len(SECONDS)), len(STYLES))
    extra = ""
    while rest:
        rest, letter = divmod(rest - 1, len(SECONDS))
        extra += SECONDS[letter]
    form = random.choice(("有限公司", "有限公司", "股份有限公司", "厂"))
    return f"常州{STYLES[style]}{SECONDS[second]}{extra}{product}{form}"


def address(random: Random, town: str) -> str:
    return f"{town}{random.choice(ROADS)}{random.randint(1, 399)}号"


def mobile(random: Random) -> str:
    """A made-up number in the form of a real one; nobody is called by a demonstration."""
    return f"1990{random.randint(0, 9999999):07d}"
