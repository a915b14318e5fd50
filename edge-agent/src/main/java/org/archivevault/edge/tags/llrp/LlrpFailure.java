package org.archivevault.edge.tags.llrp;

import java.time.Duration;
import org.archivevault.protocol.Bilingual;

/** Why a reader does not read (any more), in a sentence for people. Always an end of the connection. */
final class LlrpFailure extends Exception {
    private LlrpFailure(Bilingual sentence) {
        super(sentence.toString(), null, false, false);
    }

    static LlrpFailure unreachable(String detail) {
        return of(
                "无法连接读写器（{}）：请检查电源、网线和地址",
                "the reader cannot be reached ({}): check its power, cable and address",
                detail);
    }

    static LlrpFailure closed() {
        return of(
                "读写器关闭了连接：可能在重新启动，或有其他程序占用",
                "the reader closed the connection: it may be restarting, or another program has taken it over");
    }

    static LlrpFailure lost(String detail) {
        return of("与读写器的连接中断（{}）", "the connection to the reader was lost ({})", detail);
    }

    static LlrpFailure taken(int status) {
        return of(
                "读写器拒绝连接（状态 {}）：已有其他程序连接，请先关闭它",
                "the reader refused the connection (status {}): another program is connected to it; end that first",
                status);
    }

    static LlrpFailure late(String step, Duration deadline) {
        return of("读写器在 {} 毫秒内没有应答 {}", "within {} ms, the reader did not answer {}", deadline.toMillis(), step);
    }

    static LlrpFailure silent(Duration silence) {
        return of(
                "读写器已有 {} 毫秒没有心跳：请检查网络和读写器",
                "no keep-alive from the reader for {} ms: check the network and the reader",
                silence.toMillis());
    }

    static LlrpFailure garbled(String detail) {
        return of(
                "读写器发来的数据不是 LLRP（{}）：请检查端口和固件",
                "what the reader sends is not LLRP ({}): check the port and its firmware",
                detail);
    }

    static LlrpFailure refused(String step, LlrpStatus status) {
        return of("读写器拒绝了 {}（{}）", "the reader refused {} ({})", step, status);
    }

    static LlrpFailure unfit(Bilingual sentence) {
        return new LlrpFailure(sentence);
    }

    static LlrpFailure stopped(Duration grace) {
        return of(
                "读写器停止了读取，{} 毫秒内没有重新开始",
                "the reader stopped reading and did not begin again within {} ms",
                grace.toMillis());
    }

    private static LlrpFailure of(String zh, String en, Object... values) {
        return new LlrpFailure(new Bilingual(zh, en).with(values));
    }
}
