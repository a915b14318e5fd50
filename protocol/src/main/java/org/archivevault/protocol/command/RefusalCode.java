package org.archivevault.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.archivevault.protocol.Bilingual;

/** Why a block may not move now. One rule, one code, one wording; {@code {}} takes the detail. */
public enum RefusalCode {
    /** Somebody is, or may be, in an aisle of the block. */
    PERSON_IN_AISLE("通道 {} 内有人，或无法确认无人", "somebody is, or may be, in aisle {}"),
    /** A camera sees somebody in an aisle of the block, or cannot tell that nobody is there. */
    PERSON_SEEN("摄像机看到通道 {} 内有人，或无法确认无人", "a camera sees, or cannot rule out, somebody in aisle {}"),
    /** A safety edge is pressed, or its state is unknown. */
    SAFETY_EDGE_PRESSED("通道 {} 的安全触边被触发，或状态未知", "a safety edge of aisle {} is pressed or unknown"),
    /** Something stands in the way of a carriage, or that is unknown. */
    OBSTRUCTION("通道 {} 有障碍物，或状态未知", "aisle {} is obstructed or its obstruction input is unknown"),
    /** Emergency stop is pressed or latched, or unknown. */
    EMERGENCY_STOP("急停已按下、未复位或状态未知", "the emergency stop is pressed, latched or unknown"),
    /** A guarded door is open, or unknown. */
    DOOR_OPEN("防护门打开或状态未知", "the guarded door is open or unknown"),
    /** The newest view of the block is older than the freshness limit. */
    STALE_STATE("密集架状态已过时（{}），不能移动", "the state of the block is too old ({})"),
    /** The block has not been read since the edge started, or reads as something undefined. */
    UNKNOWN_STATE("密集架状态未知（{}）", "the state of the block is unknown ({})"),
    /** The link to the controller was lost and nobody has acknowledged it since. */
    COMMS_LOST(
            "与控制器的通信曾中断，须有人到场确认",
            "communication with the controller was lost and waits for a person to acknowledge it"),
    /** The edge agent itself does not answer. */
    EDGE_OFFLINE("边缘代理不在线（{}）", "the edge agent is not online ({})"),
    /** A person has locked the block out. */
    LOCKED_OUT("该区已被锁定", "the block is locked out"),
    /** The controller is switched to local or manual mode. */
    LOCAL_MODE("控制器处于本地/手动模式", "the controller is in local mode"),
    /** The controller reports a fault of its own. */
    CONTROLLER_FAULT("控制器报告故障（{}）", "the controller reports a fault ({})"),
    /** The controller's watchdog is off, differs from the profile, or has tripped. */
    WATCHDOG_NOT_SET("控制器看门狗未按配置启用（{}）", "the controller's watchdog is not set as the profile says ({})"),
    /** Carriages are moving already, or another command is under way. */
    BLOCK_BUSY("该区正在动作（{}）", "the block is moving or another command is under way ({})"),
    /** The token is not above the highest the edge has accepted. */
    TOKEN_NOT_NEWER("命令令牌已过期（{}）", "the fencing token is not newer ({})"),
    /** The command's clock is of an earlier start of the edge. */
    EDGE_RESTARTED("边缘代理在发令后重启过", "the edge agent restarted after the command was issued"),
    /** The plan has no such aisle or block. */
    NO_SUCH_AISLE("没有这个通道：{}", "there is no aisle {}"),
    /** The controller echoed something else than was prepared. */
    ECHO_MISMATCH("控制器回读与命令不一致（{}）", "the controller did not echo what was prepared ({})"),
    /** The controller said no. */
    CONTROLLER_REFUSED("控制器拒绝执行（{}）", "the controller refused ({})"),
    /** Stopped, by a person or by an input, before the motion write left. */
    STOPPED("动作前已被停止（{}）", "stopped before it moved ({})"),
    /** The record cannot be written, so nothing may move (safety.md, I17). */
    LOG_UNAVAILABLE("日志无法写入，禁止移动（{}）", "the log cannot be written, so nothing moves ({})"),
    /** The controller does not answer. */
    CONTROLLER_UNREACHABLE("控制器无应答（{}）", "the controller does not answer ({})"),
    /** The profile of the block's controller has no function that spreads the carriages. */
    SPREAD_NOT_SUPPORTED(
            "该密集架的控制器类型（{}）没有均匀散开功能，不能由本系统通风",
            "controllers of the kind {} have no function that spreads the carriages"),
    /** The controller does not say that it can spread the carriages, or that is unknown. */
    SPREAD_NOT_OFFERED(
            "控制器 {} 未声明支持均匀散开，或状态未知",
            "the controller {} does not say that it can spread the carriages, or that is unknown"),
    /** The block has a single aisle: it is always open. */
    NOTHING_TO_SPREAD("该区只有一条通道，无从散开", "the block has a single aisle, so there is nothing to spread"),
    /** No lamp stands there, or the edge has no lights. */
    NO_LAMP("该处没有指示灯：{}", "there is no lamp at {}");

    private static final Map<String, RefusalCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RefusalCode::code, Function.identity()));

    private final Bilingual sentence;

    RefusalCode(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    /**
     * The stable code, for example {@code person-in-aisle}.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a code.
     *
     * @param code lower case with hyphens
     * @return the rule
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static RefusalCode of(String code) {
        RefusalCode found = BY_CODE.get(code);
        if (found == null) {
            throw new IllegalArgumentException("no refusal code \"" + code + "\"");
        }
        return found;
    }

    /**
     * The sentence for a person.
     *
     * @param detail fills the placeholder, if the sentence has one
     * @return both languages
     */
    public Bilingual sentence(String detail) {
        return sentence.with(detail);
    }
}
