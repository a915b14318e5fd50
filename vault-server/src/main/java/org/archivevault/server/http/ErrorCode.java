package org.archivevault.server.http;

import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/**
 * Every refusal and failure that a caller can see: a stable code and its sentence. {@link ErrorStatus} gives each its
 * HTTP status. A feature adds its codes here.
 */
public enum ErrorCode {
    /** The request does not fit the contract. */
    BAD_REQUEST("请求不符合接口约定：{}", "the request does not fit the contract: {}"),
    /** The body is larger than the operation takes. */
    BODY_TOO_LARGE("请求内容过大，上限为 {} 字节", "the body is too large; the limit is {} bytes"),
    /** The body has another media type than the operation takes. */
    UNSUPPORTED_MEDIA_TYPE("不支持的内容类型：{}", "this content type is not supported: {}"),
    /** Nothing is at that path. */
    NO_SUCH_ROUTE("没有这个地址：{}", "there is nothing at {}"),
    /** Something is at that path, but not for that method. */
    METHOD_NOT_ALLOWED("该地址不支持方法 {}", "the method {} is not allowed here"),
    /** Nobody is signed in, or the session has ended. */
    NOT_SIGNED_IN("未登录或会话已结束，请登录", "not signed in, or the session has ended; sign in"),
    /** Signed in, but without a role that may. */
    NOT_ALLOWED("您的角色无权执行此操作，需要：{}", "your roles do not allow this; it needs: {}"),
    /** The one-time password has not been changed yet. */
    PASSWORD_CHANGE_DUE("请先修改一次性密码", "change the one-time password first"),
    /** Wrong name or password; the same for an unknown name. */
    SIGN_IN_REFUSED("用户名或密码错误", "wrong user name or password"),
    /** Too many attempts on that name. */
    SIGN_IN_THROTTLED("登录尝试过多，请在 {} 秒后重试", "too many attempts to sign in; try again in {} s"),
    /** The new password is not good enough. */
    PASSWORD_UNFIT("新密码不符合要求：{}", "the new password will not do: {}"),
    /** No user of that name. */
    USER_NOT_FOUND("没有用户 {}", "there is no user {}"),
    /** A user of that name exists. */
    USER_EXISTS("用户 {} 已存在", "a user {} exists already"),
    /** Auditor, administrator and security on one account. */
    ROLES_NOT_TOGETHER("审计员、管理员和安保不能由同一账号担任", "auditor, administrator and security never share one account"),
    /** The last administrator cannot be disabled or lose that role. */
    LAST_ADMINISTRATOR("不能停用最后一名管理员", "the last administrator cannot be disabled or lose that role"),
    /** The database does not answer. */
    DATABASE_UNAVAILABLE(
            "数据库暂时无法访问，恢复后自动继续；请稍后重试",
            "the database does not answer; work resumes by itself when it is back; try again shortly"),
    /** The message broker does not answer. */
    BROKER_UNAVAILABLE(
            "消息代理暂时无法访问，恢复后自动继续；请稍后重试",
            "the message broker does not answer; work resumes by itself when it is back; try again shortly"),
    /** The edge agent of a block does not answer. */
    EDGE_OFFLINE("边缘代理 {} 不在线", "the edge agent {} does not answer"),
    /** The access log cannot be written, so the act was not done. */
    LOG_UNAVAILABLE("访问日志无法写入，操作未执行", "the access log cannot be written, so nothing was done"),
    /** Not answered in time; for a change, ask what became of it. */
    TOOK_TOO_LONG("未能按时完成，结果未知；请查询后再试", "not done in time and the outcome is not known; look before you repeat"),
    /** Too much at once. */
    BUSY("系统繁忙，请稍后重试", "too much at once; try again shortly"),
    /** The same idempotency key with another request. */
    IDEMPOTENCY_CONFLICT("幂等键已用于另一请求", "the idempotency key was used for another request"),
    /** No such business order. */
    ORDER_NOT_FOUND("没有业务工单 {}", "there is no business order {}"),
    /** No such pack. */
    PACK_NOT_FOUND("没有档案包 {}", "there is no pack {}"),
    /** The pack is not on the shelf: it is out. */
    PACK_OUT("档案包 {} 已调出", "the pack {} is out"),
    /** The pack is not where it should be. */
    PACK_MISSING("档案包 {} 缺失，须盘点查找", "the pack {} is missing; an inventory must find it"),
    /** Nobody knows where the pack is. */
    PACK_LOCATION_UNKNOWN("档案包 {} 位置未知", "the place of the pack {} is unknown"),
    /** The order has several packs in different places, and one must be named. */
    PACK_MUST_BE_NAMED("该工单有多个档案包，请指定其一：{}", "the order has several packs; name one of {}"),
    /** The pack stands on a shelf already. */
    PACK_ON_SHELF("档案包 {} 已在储位 {}", "the pack {} is already at {}"),
    /** The slot holds another pack, or does not exist. */
    SLOT_NOT_FREE("储位 {} 不可用", "the slot {} is not free"),
    /** No slot is left. */
    SHELVES_FULL("没有空闲储位", "no slot is free"),
    /** No such block in the plan. */
    BLOCK_NOT_FOUND("没有密集架区 {}", "there is no block {}"),
    /** The block may not move now. */
    BLOCK_MAY_NOT_MOVE("密集架区 {} 现在不能移动：{}", "the block {} may not move now: {}"),
    /** No such retrieval. */
    RETRIEVAL_NOT_FOUND("没有调档 {}", "there is no retrieval {}"),
    /** The retrieval is in a state that does not allow this. */
    RETRIEVAL_STATE("调档处于“{}”状态，不能执行此操作", "the retrieval is {}, which does not allow this"),
    /** Somebody else's retrieval. */
    NOT_YOUR_RETRIEVAL("这是 {} 的调档，您不能执行此操作", "this is the retrieval of {}; you may not do this"),
    /** Carriages may be moving for it: it can be stopped, but not be given up. */
    RETRIEVAL_MOVING("密集架可能正在为此调档移动；请先停止或等待", "the shelving may be moving for it; stop it or wait"),
    /** The pack is of the highest security class: two people are needed. */
    PACK_NEEDS_TWO_PEOPLE("档案包 {} 为最高密级，须双人办理", "the pack {} is of the highest security class and needs two people"),
    /** The pack belongs to another order, or stands in another aisle. */
    PACK_NOT_REACHED("档案包 {} 不在此调档打开的通道内", "the pack {} is not in the aisle that this retrieval opened"),
    /** A return of a pack that is not out. */
    PACK_NOT_OUT("档案包 {} 没有调出记录", "the pack {} is not recorded as out"),
    /** Too many wait for the block. */
    BLOCK_QUEUE_FULL("密集架区 {} 等候人数已满，请稍后再试", "too many wait for the block {} already; try again later"),
    /** A command that moves is under way in the block, or its outcome is not known yet. */
    COMMAND_UNDER_WAY("密集架区 {} 有未结束的命令，请稍候", "a command of the block {} has not ended yet; wait a few seconds"),
    /** A pack without a tag, and the settings do not say what an EPC begins with. */
    EPC_NOT_CONFIGURED(
            "无法为档案包 {} 分配 EPC：请在服务器设置 labels 中填写 companyPrefix 和 documentType",
            "no EPC can be given to the pack {}: set companyPrefix and documentType below labels in the server's settings"),
    /** A label without a bar code is none. */
    PACK_HAS_NO_BARCODE(
            "档案包 {} 没有条码，请先分配（POST /packs/{packNo}/epc）",
            "the pack {} has no bar code; give it one first (POST /packs/{packNo}/epc)"),
    /** No such alarm. */
    ALARM_NOT_FOUND("没有警报 {}", "there is no alarm {}"),
    /** The alarm is in a state that does not allow this. */
    ALARM_STATE("警报 {} 处于“{}”状态，不能执行此操作", "the alarm {} is {}, which does not allow this"),
    /** No such zone in the plan. */
    ZONE_NOT_FOUND("没有区 {}", "there is no zone {}"),
    /** No such still was ever told of. */
    STILL_NOT_FOUND("没有照片 {}", "there is no still {}"),
    /** The still never arrived whole, or its time is over; its hash stays. */
    STILL_NOT_KEPT("照片 {} 已不保存（{}）", "the still {} is not kept ({})"),
    /** What the database holds is not the picture that arrived. */
    STILL_ALTERED(
            "照片 {} 的内容与其哈希值不符，请立即报告审计员",
            "the bytes of the still {} are not those of its hash any more; tell the auditor at once"),
    /** No such schedule of rounds, or it is not active. */
    ROUND_NOT_FOUND("没有巡查计划 {}，或已停用", "there is no schedule {} of rounds, or it is not active"),
    /** No such run of a round. */
    ROUND_RUN_NOT_FOUND("没有巡查记录 {}", "there is no record {} of a round"),
    /** Somebody has begun it already. */
    ROUND_GOING_ON("巡查 {} 正由 {} 进行", "the round {} is under way already, begun by {}"),
    /** It is finished, and its record stays as it is. */
    ROUND_FINISHED("巡查记录 {} 已完成，不能更改", "the round {} is finished; its record stays as it is"),
    /** The checklist has no such item. */
    ROUND_ITEM_UNKNOWN("检查表中没有 {}", "the checklist has no item {}"),
    /** Some items have no answer yet. */
    ROUND_NOT_COMPLETE("还有未回答的项目：{}", "these items have no answer yet: {}"),
    /** The record is of no ventilation, so there is nothing to spread. */
    ROUND_MOVES_NOTHING("记录 {} 不是通风，不移动密集架", "the record {} is no ventilation; it moves nothing"),
    /** Ventilating does not help now, or may not be done now. */
    VENTILATION_NOT_NOW("密集架区 {} 现在不宜通风：{}", "the block {} should not be ventilated now: {}"),
    /** No slot of the site plan lies in the scope. */
    INVENTORY_SCOPE_EMPTY("库房平面图中没有 {}，无法盘点", "there is nothing in the site plan that is {}"),
    /** No such inventory round. */
    INVENTORY_NOT_FOUND("没有盘点 {}", "there is no inventory round {}"),
    /** The round was closed. */
    INVENTORY_CLOSED("盘点 {} 已结束", "the inventory round {} is closed"),
    /** Some faces were not swept, and nobody said that this is meant so. */
    INVENTORY_NOT_SWEPT(
            "有 {} 个面未扫描，涉及 {} 个档案包；请扫描，或确认不作判断",
            "{} faces with {} packs were not swept; sweep them, or accept that they stay unjudged"),
    /** Nothing of the file can be read. */
    SWEEP_REFUSED("无法接收读取记录：{}", "the sweep cannot be taken in: {}"),
    /** No such discrepancy. */
    DISCREPANCY_NOT_FOUND("没有差异 {}", "there is no discrepancy {}"),
    /** It cannot be settled so. */
    DISCREPANCY_STATE("不能这样处理：{}", "it cannot be settled so: {}"),
    /** No such import. */
    IMPORT_NOT_FOUND("没有导入 {}", "there is no import {}"),
    /** The file cannot be imported as a whole. */
    IMPORT_REFUSED("无法导入文件：{}", "the file cannot be imported: {}"),
    /** A defect of ours; the incident number finds it in the process log. */
    INTERNAL_ERROR("系统内部错误，编号 {}", "an internal error, incident {}");

    private final Bilingual sentence;

    ErrorCode(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    /**
     * The stable code.
     *
     * @return lower case with hyphens
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The sentence, with {@code {}} where values go.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return sentence;
    }
}
