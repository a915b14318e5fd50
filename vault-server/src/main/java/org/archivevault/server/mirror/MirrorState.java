package org.archivevault.server.mirror;

import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** How the mirror fares. */
enum MirrorState {
    /** Not configured. */
    OFF("未配置 InfluxDB；读数只保存在 PostgreSQL", "no InfluxDB is configured; readings are kept in PostgreSQL only"),
    /** Nothing has been sent yet. */
    STARTING("尚未发送", "nothing sent yet"),
    /** Up to date, or catching up. */
    WELL("正常", "well"),
    /** No answer. */
    UNREACHABLE(
            "{} 无应答；读数已保留，恢复后自动补发。请检查 influx.url 和 InfluxDB 服务。{}",
            "{} does not answer; readings are kept and sent once it is back. Check influx.url and the InfluxDB server. {}"),
    /** Asked to come later. */
    LATER("{} 要求稍后再试；读数已保留，自动补发。{}", "{} asks to come later; readings are kept and sent then. {}"),
    /** The token is wrong. */
    NOT_ALLOWED(
            "{} 拒绝了令牌；请检查 influx.token 是否有权写入该 bucket。{}",
            "{} refuses the token; see whether influx.token may write to the bucket. {}"),
    /** No such organisation or bucket. */
    NOT_FOUND(
            "{} 没有该 org 或 bucket（或不是 InfluxDB 2）；请检查 influx.org 和 influx.bucket。{}",
            "{} has no such org or bucket (or is no InfluxDB 2); check influx.org and influx.bucket. {}"),
    /** It refuses nearly every line. */
    REFUSED(
            "{} 拒绝了几乎所有读数，未跳过任何一条；请查看原因。{}",
            "{} refuses nearly every reading, and none was skipped; look at the reason. {}"),
    /** The database that the readings come from does not answer. */
    NO_DATABASE("读取历史失败，自动重试", "the history cannot be read; tried again");

    private final Bilingual sentence;

    MirrorState(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    static MirrorState of(SendResult result) {
        return switch (result.kind()) {
            case ACCEPTED, BEYOND_RETENTION -> WELL;
            case REFUSED -> REFUSED;
            case NOT_ALLOWED -> NOT_ALLOWED;
            case NOT_FOUND -> NOT_FOUND;
            case LATER -> LATER;
            case UNREACHABLE -> UNREACHABLE;
        };
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Bilingual sentence(String url, String detail) {
        return sentence.with(url, detail);
    }

    /** Whether nobody need look. */
    boolean isFine() {
        return this == OFF || this == STARTING || this == WELL;
    }
}
