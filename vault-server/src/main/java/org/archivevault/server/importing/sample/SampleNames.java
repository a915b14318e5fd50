package org.archivevault.server.importing.sample;

/** Invented customer names: four fifths persons, one fifth companies and institutions. */
final class SampleNames {
    private static final String SURNAMES =
            "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余" + "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向普";
    private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文辉力志永健世广义兴良海山仁波宁贵福生龙"
            + "元全国胜学祥才发武新利清飞彬富顺信子杉梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉淑惠珠翠雅芝春菊凤洁云";
    private static final String[] PLACES = {
        "峨山", "玉溪", "双江", "小街", "甸中", "化念", "塔甸", "岔河", "大龙潭", "富良棚", "红塔", "通海", "新平", "元江"
    };
    private static final String[] TRADES = {
        "冶金", "建材", "水泥", "矿业", "农业发展", "果蔬", "烟叶", "物业管理", "房地产开发", "机械制造", "食品", "纺织", "化工", "商贸", "物流", "酒店管理"
    };
    private static final String[] FORMS = {"有限责任公司", "有限公司", "股份有限公司", "合作社", "经营部", "加工厂"};
    private static final String[] BODIES = {"县第一中学", "县人民医院", "镇人民政府", "村民委员会", "供水站", "中心小学", "敬老院", "林场"};

    private SampleNames() {}

    static String name(Dice dice) {
        int kind = dice.below(20);
        if (kind < 16) {
            return person(dice);
        }
        String place = PLACES[dice.below(PLACES.length)];
        if (kind < 19) {
            return place
                    + GIVEN.charAt(dice.below(GIVEN.length()))
                    + GIVEN.charAt(dice.below(GIVEN.length()))
                    + TRADES[dice.below(TRADES.length)]
                    + FORMS[dice.below(FORMS.length)];
        }
        return place + GIVEN.charAt(dice.below(GIVEN.length())) + BODIES[dice.below(BODIES.length)];
    }

    private static String person(Dice dice) {
        StringBuilder name = new StringBuilder(3);
        name.append(SURNAMES.charAt(dice.below(SURNAMES.length())));
        name.append(GIVEN.charAt(dice.below(GIVEN.length())));
        if (dice.below(5) > 0) {
            name.append(GIVEN.charAt(dice.below(GIVEN.length())));
        }
        return name.toString();
    }

    /** A few random numbers from one seed (SplitMix64): any pack can be made without those before it. */
    static final class Dice {
        private long state;

        Dice(long seed) {
            this.state = seed;
        }

        int below(int bound) {
            return (int) Long.remainderUnsigned(next(), bound);
        }

        long next() {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}
