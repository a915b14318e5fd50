package org.archivevault.server.alarm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/**
 * What kind of alarm. In the sentences {@code {subject}} is the subject without its prefix, {@code {place}} where,
 * {@code {aspect}} the quantity's name, {@code {detail}} more. A room that raises alarms adds its kinds here.
 */
public enum AlarmKind {
    /** A pack went out through a gate, and no retrieval lets it. */
    UNAPPROVED_EXIT(
            AlarmFamily.GATE,
            Priority.HIGH,
            Form.MOMENTARY,
            "档案包 {subject} 未经批准经门禁 {place} 带出",
            "the pack {subject} went out through the gate {place} without approval"),
    /** A door or window stood open for too long. */
    DOOR_OPEN(
            AlarmFamily.GATE,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：门 {subject} 开启时间过长（{detail}）",
            "{place}: the door {subject} has been open for too long ({detail})"),
    /** Two tags answer with one EPC. */
    CLONE_SUSPECTED(
            AlarmFamily.TAG,
            Priority.MEDIUM,
            Form.MOMENTARY,
            "档案包 {subject} 的标签疑被复制（{detail}）",
            "the tag of the pack {subject} may have been cloned ({detail})"),
    /** One tag at two places sooner than anybody can walk. */
    IMPOSSIBLE_TRAVEL(
            AlarmFamily.TAG,
            Priority.MEDIUM,
            Form.MOMENTARY,
            "档案包 {subject} 的标签几乎同时出现在两处（{detail}）",
            "the tag of the pack {subject} was at two places at once ({detail})"),
    /** More unknown tags come to a place than anybody could carry: they are told by number only. */
    TAG_FLOOD(
            AlarmFamily.TAG,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：陌生标签过多，仅计数、未逐个记录（{subject}：{detail}）",
            "{place}: so many unknown tags that they are counted and not recorded one by one ({subject}: {detail})"),
    /** A value above its limit for longer than the delay. */
    ABOVE_LIMIT(
            AlarmFamily.CLIMATE,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：{aspect}过高（{subject}：{detail}）",
            "{place}: {aspect} too high ({subject}: {detail})"),
    /** A value below its limit for longer than the delay. */
    BELOW_LIMIT(
            AlarmFamily.CLIMATE,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：{aspect}过低（{subject}：{detail}）",
            "{place}: {aspect} too low ({subject}: {detail})"),
    /** More change within 24 hours than JGJ 25 allows. */
    DAILY_SWING(
            AlarmFamily.CLIMATE,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：{aspect}昼夜波动过大（{subject}：{detail}）",
            "{place}: {aspect} swings too far within 24 h ({subject}: {detail})"),
    /** Change that is too fast. */
    FAST_CHANGE(
            AlarmFamily.CLIMATE,
            Priority.LOW,
            Form.STANDING,
            "{place}：{aspect}变化过快（{subject}：{detail}）",
            "{place}: {aspect} changes too fast ({subject}: {detail})"),
    /** Mould may grow. */
    MOULD_RISK(
            AlarmFamily.CLIMATE,
            Priority.HIGH,
            Form.STANDING,
            "{subject}：有霉变风险（{detail}）",
            "{subject}: mould may grow ({detail})"),
    /** Water may condense on something cold. */
    CONDENSATION_RISK(
            AlarmFamily.CLIMATE,
            Priority.HIGH,
            Form.STANDING,
            "{subject}：有结露风险（{detail}）",
            "{subject}: water may condense ({detail})"),
    /** Paper ages too fast there. */
    PRESERVATION_RISK(
            AlarmFamily.CLIMATE,
            Priority.LOW,
            Form.STANDING,
            "{subject}：保存条件不佳（{detail}）",
            "{subject}: paper ages too fast ({detail})"),
    /** Water on the floor. */
    WATER_LEAK(
            AlarmFamily.DANGER,
            Priority.CRITICAL,
            Form.LATCHING,
            "{place}：漏水（{subject}）",
            "{place}: water on the floor ({subject})"),
    /** Smoke. */
    SMOKE(AlarmFamily.DANGER, Priority.CRITICAL, Form.LATCHING, "{place}：烟雾（{subject}）", "{place}: smoke ({subject})"),
    /** A sensor has said nothing for longer than its profile allows. */
    SENSOR_SILENT(
            AlarmFamily.SENSOR,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：传感器 {subject} 无数据（{detail}）",
            "{place}: the sensor {subject} is silent ({detail})"),
    /** A sensor, by its bridge's word, is not there. */
    SENSOR_OFFLINE(
            AlarmFamily.SENSOR,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：传感器 {subject} 离线（{detail}）",
            "{place}: the sensor {subject} is offline ({detail})"),
    /** What a sensor says cannot be believed, for longer than the delay. */
    SENSOR_FAULT(
            AlarmFamily.SENSOR,
            Priority.MEDIUM,
            Form.STANDING,
            "{place}：传感器 {subject} 的{aspect}不可信（{detail}）",
            "{place}: the sensor {subject} tells a {aspect} that cannot be believed ({detail})"),
    /** A battery that must be changed. */
    BATTERY_LOW(
            AlarmFamily.SENSOR,
            Priority.LOW,
            Form.STANDING,
            "{place}：传感器 {subject} 电量低（{detail}）",
            "{place}: the battery of the sensor {subject} is low ({detail})"),
    /** A reader, controller or bridge does not answer as it should. */
    DEVICE_FAULT(
            AlarmFamily.SENSOR,
            Priority.MEDIUM,
            Form.STANDING,
            "设备 {subject} 异常（{detail}）",
            "the device {subject} does not work ({detail})"),
    /** What a camera says cannot be believed; whoever it watches for counts as present. */
    CAMERA_UNTRUSTED(
            AlarmFamily.CAMERA,
            Priority.MEDIUM,
            Form.STANDING,
            "摄像机 {subject} 不可用（{detail}）",
            "the camera {subject} cannot be relied on ({detail})"),
    /** Somebody where nobody should be now. */
    PERSON_SEEN(
            AlarmFamily.CAMERA,
            Priority.HIGH,
            Form.MOMENTARY,
            "{place}：摄像机 {subject} 看到有人（{detail}）",
            "{place}: the camera {subject} sees somebody ({detail})"),
    /** A round that was due has not been walked. */
    ROUND_OVERDUE(
            AlarmFamily.ROUND,
            Priority.MEDIUM,
            Form.STANDING,
            "巡查 {subject} 逾期（{detail}）",
            "the round {subject} is overdue ({detail})"),
    /** A round has found something. */
    ROUND_FINDING(
            AlarmFamily.ROUND,
            Priority.MEDIUM,
            Form.MOMENTARY,
            "巡查 {subject} 发现问题：{detail}",
            "the round {subject} found something: {detail}"),
    /** A disinfection that was due has not been done. */
    DISINFECTION_OVERDUE(
            AlarmFamily.ROUND,
            Priority.LOW,
            Form.STANDING,
            "消毒 {subject} 逾期（{detail}）",
            "the disinfection {subject} is overdue ({detail})"),
    /** Many alarms of one cause, told as one. */
    ALARM_FLOOD(
            AlarmFamily.SYSTEM,
            Priority.HIGH,
            Form.STANDING,
            "{subject}：同一原因引发多条警报（{detail}）",
            "{subject}: many alarms of one cause ({detail})"),
    /** A notice that could not be delivered. */
    NOTICE_UNDELIVERED(
            AlarmFamily.SYSTEM,
            Priority.HIGH,
            Form.STANDING,
            "无法通知 {subject}（{detail}）",
            "{subject} could not be notified ({detail})");

    /** How a condition comes and goes. */
    private enum Form {
        /** It comes and goes. */
        STANDING,
        /** It comes and goes, and goes on alarming when it went unseen. */
        LATCHING,
        /** It is over when it is told, and goes on alarming until it is seen. */
        MOMENTARY
    }

    private final AlarmFamily family;
    private final Priority priority;
    private final Form form;
    private final Bilingual sentence;

    AlarmKind(AlarmFamily family, Priority priority, Form form, String zh, String en) {
        this.family = family;
        this.priority = priority;
        this.form = form;
        this.sentence = new Bilingual(zh, en);
    }

    /**
     * What it is about.
     *
     * @return the family
     */
    public AlarmFamily family() {
        return family;
    }

    /**
     * How urgent it is unless its cause says otherwise.
     *
     * @return the priority
     */
    public Priority priority() {
        return priority;
    }

    /** Whether it goes on alarming when its condition goes unseen. */
    boolean latching() {
        return form != Form.STANDING;
    }

    /** Whether it is over when it is told. */
    boolean momentary() {
        return form == Form.MOMENTARY;
    }

    /**
     * The stable code, on the wire and in the table.
     *
     * @return lower case with hyphens
     */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the code.
     *
     * @param code lower case with hyphens
     * @return the kind
     * @throws IllegalArgumentException when there is none of that name
     */
    @JsonCreator
    public static AlarmKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The sentence for a person. */
    Bilingual sentence(String subject, String place, Bilingual aspect, String detail) {
        return new Bilingual(
                fill(sentence.zh(), subject, place, aspect.zh(), detail),
                fill(sentence.en(), subject, place, aspect.en(), detail));
    }

    private static String fill(String text, String subject, String place, String aspect, String detail) {
        // The detail last: it is the only part of foreign making.
        return text.replace("{subject}", subject.substring(subject.indexOf(':') + 1))
                .replace("{place}", place)
                .replace("{aspect}", aspect)
                .replace("{detail}", detail);
    }
}
