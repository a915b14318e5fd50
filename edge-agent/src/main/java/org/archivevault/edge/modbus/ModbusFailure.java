package org.archivevault.edge.modbus;

import java.time.Duration;
import java.util.Set;
import org.archivevault.protocol.Bilingual;

/**
 * Why a Modbus request did not succeed. Whatever the failure: no value was taken over and no state was changed.
 *
 * <p>Instances carry no stack trace: they are ordinary outcomes, many per second while a unit is away.
 */
public abstract sealed class ModbusFailure extends Exception {
    private final Bilingual sentence;
    private final boolean mayHaveBeenSent;

    private ModbusFailure(Bilingual sentence, boolean mayHaveBeenSent) {
        super(sentence.toString(), null, false, false);
        this.sentence = sentence;
        this.mayHaveBeenSent = mayHaveBeenSent;
    }

    /**
     * What happened, where, and what to do.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return sentence;
    }

    /**
     * Whether any byte of the request may have left this process.
     *
     * @return false only when it certainly did not
     */
    public boolean mayHaveBeenSent() {
        return mayHaveBeenSent;
    }

    /**
     * Whether a write may have been carried out, so that its outcome is unknown until it is read back.
     *
     * @return false only when it certainly was not: never sent, or refused by the unit before acting
     */
    public boolean mayHaveTakenEffect() {
        return mayHaveBeenSent;
    }

    /** The endpoint cannot be connected to, or the serial device not be opened. Never sent. */
    public static final class Unreachable extends ModbusFailure {
        Unreachable(String endpoint, String detail) {
            super(
                    new Bilingual(
                                    "无法连接控制器 {}（{}）：请检查电源、网线或串口",
                                    "the controller at {} cannot be reached ({}): check its power, cable and port")
                            .with(endpoint, detail),
                    false);
        }
    }

    /** The connection was lost while the answer was awaited. */
    public static final class ConnectionLost extends ModbusFailure {
        ConnectionLost(String endpoint, String detail) {
            super(
                    new Bilingual(
                                    "等待应答时与 {} 的连接中断（{}）",
                                    "the connection to {} was lost while waiting for an answer ({})")
                            .with(endpoint, detail),
                    true);
        }
    }

    /** No complete answer within {@link ModbusTiming#requestDeadline()}, or the request gave way to an urgent write. */
    public static final class DeadlinePassed extends ModbusFailure {
        DeadlinePassed(String endpoint, int unit, String detail, boolean mayHaveBeenSent) {
            super(
                    new Bilingual("{} 的单元 {} 未按时应答（{}）", "at {}, unit {} did not answer in time ({})")
                            .with(endpoint, unit, detail),
                    mayHaveBeenSent);
        }
    }

    /** The answer, or what came before it, was not the answer to this request. */
    public static final class Mismatch extends ModbusFailure {
        Mismatch(String endpoint, int unit, String detail, boolean mayHaveBeenSent) {
            super(
                    new Bilingual(
                                    "{} 单元 {} 的应答与请求不符（{}），已丢弃并断开连接",
                                    "at {}, unit {} gave an answer that does not fit the question ({}); dropped, and the connection closed")
                            .with(endpoint, unit, detail),
                    mayHaveBeenSent);
        }
    }

    /** The unit answered this very request with an exception. The connection stays. */
    public static final class ExceptionResponse extends ModbusFailure {
        /**
         * Codes that say "not done": illegal function, address or value, busy, gateway path unavailable (Modbus
         * Application Protocol 1.1b3, section 7). Any other may come from a unit that acted in part.
         */
        private static final Set<Integer> NOT_DONE = Set.of(1, 2, 3, 6, 10);

        private static final int GATEWAY_PATH_UNAVAILABLE = 10;
        private static final int GATEWAY_TARGET_SILENT = 11;

        private final int function;
        private final int code;

        ExceptionResponse(String endpoint, int unit, int function, int code) {
            super(
                    new Bilingual(
                                    "{} 的单元 {} 拒绝功能 {}：异常码 {}",
                                    "at {}, unit {} refused function {} with exception code {}")
                            .with(endpoint, unit, function, code),
                    true);
            this.function = function;
            this.code = code;
        }

        /**
         * The function that was refused.
         *
         * @return 1–127
         */
        public int function() {
            return function;
        }

        /**
         * The exception code (Modbus Application Protocol 1.1b3, section 7).
         *
         * @return 1–255
         */
        public int code() {
            return code;
        }

        /** Whether a gateway answered because the unit behind it did not (Modbus Application Protocol 1.1b3, 7). */
        boolean isFromGateway() {
            return code == GATEWAY_PATH_UNAVAILABLE || code == GATEWAY_TARGET_SILENT;
        }

        @Override
        public boolean mayHaveTakenEffect() {
            return !NOT_DONE.contains(code);
        }
    }

    /** The unit failed several times in a row and is left alone for a while. Never sent. */
    public static final class BreakerOpen extends ModbusFailure {
        BreakerOpen(String endpoint, int unit, Duration remaining) {
            super(
                    new Bilingual(
                                    "{} 的单元 {} 连续失败，暂停访问，约 {} 毫秒后再试",
                                    "at {}, unit {} failed several times in a row and is left alone for {} ms more")
                            .with(endpoint, unit, remaining.toMillis()),
                    false);
        }
    }

    /** The write gate said no. Never sent. */
    public static final class GateClosed extends ModbusFailure {
        private final transient Object reason;

        GateClosed(String endpoint, int unit, Object reason) {
            super(
                    new Bilingual(
                                    "对 {} 单元 {} 的写入在发送前被拒绝：{}",
                                    "at {}, the write to unit {} was refused before it left: {}")
                            .with(endpoint, unit, reason),
                    false);
            this.reason = reason;
        }

        /**
         * What the gate gave as its reason, or what it threw.
         *
         * @return the very object
         */
        public Object reason() {
            return reason;
        }
    }

    /** Too many requests wait already. Never sent. */
    public static final class QueueFull extends ModbusFailure {
        QueueFull(String endpoint, int limit) {
            super(new Bilingual("{} 已有 {} 个请求在排队", "at {}, {} requests wait already").with(endpoint, limit), false);
        }
    }

    /** The client was closed. */
    public static final class ClientClosed extends ModbusFailure {
        ClientClosed(String endpoint, boolean mayHaveBeenSent) {
            super(new Bilingual("{} 的客户端已关闭", "the client of {} is closed").with(endpoint), mayHaveBeenSent);
        }
    }
}
