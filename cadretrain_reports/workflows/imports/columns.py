"""The columns of each kind of table, under the names that people give to them (6.1.1, 9.2.2)."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.offline.sheets import Column

ORGANIZATIONS: Final = (
    Column("code", "机构代码", required=True, aliases=("机构编码", "单位代码", "单位编码")),
    Column("name", "机构名称", required=True, aliases=("单位名称", "机构全称", "单位全称", "名称")),
    Column(
        "parent", "上级机构代码", required=False, aliases=("上级机构编码", "上级单位代码", "上级单位编码", "上级代码")
    ),
    Column("capacities", "机构类型", required=True, aliases=("机构类别", "单位类型", "单位类别", "职能")),
    Column("is_inner_department", "是否内设机构", required=False, aliases=("内设机构",)),
    Column("social_credit_code", "统一社会信用代码", required=False, aliases=("社会信用代码", "信用代码")),
    Column("region", "行政区划代码", required=False, aliases=("区划代码", "地区代码", "行政区划")),
    Column("contact_name", "联系人", required=False, aliases=("联系人姓名",)),
    Column("contact_phone", "联系电话", required=False, aliases=("联系人电话", "电话")),
    Column("active_from", "成立日期", required=False, aliases=("设立日期", "启用日期")),
    Column("active_until", "撤销日期", required=False, aliases=("停用日期",)),
)

TRAINEES: Final = (
    Column("code", "学员编号", required=True, aliases=("学员代码", "学员编码", "学员标识符", "人员编号", "人员编码")),
    Column("name", "姓名", required=True, aliases=("学员姓名",)),
    Column("unit", "单位代码", required=True, aliases=("单位编码", "所属单位代码", "所属单位编码", "工作单位代码")),
    Column(
        "managing_department",
        "管理部门代码",
        required=False,
        aliases=("管理部门编码", "主管部门代码", "干部管理部门代码"),
    ),
    Column("position", "职务", required=False, aliases=("现任职务", "职务名称")),
    Column("rank", "职级", required=False, aliases=("现任职级",)),
    Column("position_level", "职务级别", required=False, aliases=("职务层次", "行政级别")),
    Column("cadre_category", "干部类别", required=False, aliases=("人员类别",)),
    Column("ethnicity", "民族", required=False),
    Column("political_status", "政治面貌", required=False),
    Column("identity_number", "公民身份号码", required=False, aliases=("身份证号", "身份证号码", "身份证件号码")),
    Column("username", "用户名", required=False, aliases=("账号", "帐号", "登录名")),
    Column("email", "电子邮箱", required=False, aliases=("邮箱", "电子邮件", "e-mail")),
)

PAST_HOURS: Final = (
    Column("code", "学员编号", required=True, aliases=("学员代码", "学员编码", "学员标识符", "人员编号", "人员编码")),
    Column("platform", "原平台", required=True, aliases=("原平台名称", "来源平台")),
    Column("title", "课程名称", required=True, aliases=("课程", "项目名称")),
    Column("credit_hours", "学时", required=True, aliases=("课程学时", "获得学时")),
    Column("earned_on", "获得日期", required=True, aliases=("获得学时日期", "完成日期")),
    Column("institution", "培训机构代码", required=False, aliases=("培训机构编码", "机构代码", "机构编码")),
    Column("course", "课程代码", required=False, aliases=("课程编码", "课程编号")),
)

CLASS_NAMES: Final = (
    Column("code", "学员编号", required=True, aliases=("学员代码", "学员编码", "学员标识符", "人员编号", "人员编码")),
    Column("name", "姓名", required=False, aliases=("学员姓名",)),
    Column("organization", "培训机构代码", required=True, aliases=("培训机构编码", "机构代码", "机构编码")),
    Column("theme_class", "专题班代码", required=True, aliases=("专题班编码", "班级代码", "班级编码", "班次代码")),
)

TEACHERS: Final = (
    Column("username", "用户名", required=True, aliases=("账号", "帐号", "登录名")),
    Column("name", "姓名", required=False, aliases=("教师姓名",)),
    Column("organization", "培训机构代码", required=True, aliases=("培训机构编码", "机构代码", "机构编码")),
    Column("criteria", "选聘标准", required=True, aliases=("聘任标准", "选聘条件")),
    Column("procedure", "选聘程序", required=True, aliases=("聘任程序",)),
    Column("starts_on", "起始日期", required=True, aliases=("聘任日期", "开始日期", "聘期开始")),
    Column("ends_on", "终止日期", required=False, aliases=("结束日期", "聘期结束")),
    Column("email", "电子邮箱", required=False, aliases=("邮箱", "电子邮件", "e-mail")),
)

_CLASS: Final = (
    Column("organization", "培训机构代码", required=True, aliases=("培训机构编码", "机构代码", "机构编码")),
    Column("theme_class", "专题班代码", required=True, aliases=("专题班编码", "班级代码", "班级编码")),
)

ATTENDANCE: Final = (
    *_CLASS,
    Column("number", "活动序号", required=True, aliases=("教学活动序号", "活动编号")),
    Column("code", "学员编号", required=True, aliases=("学员代码", "学员编码", "学员标识符", "人员编号", "人员编码")),
    Column("name", "姓名", required=False, aliases=("学员姓名",)),
    Column("state", "出勤", required=True, aliases=("出勤情况", "考勤", "签到")),
    Column("note", "备注", required=False, aliases=("说明",)),
)

CLASS_RESULTS: Final = (
    *_CLASS,
    Column("number", "考核序号", required=True, aliases=("考试序号", "考核编号")),
    Column("code", "学员编号", required=True, aliases=("学员代码", "学员编码", "学员标识符", "人员编号", "人员编码")),
    Column("name", "姓名", required=False, aliases=("学员姓名",)),
    Column("assessed_on", "考核日期", required=True, aliases=("考试日期", "考核时间", "考试时间")),
    Column("score", "成绩", required=True, aliases=("分数", "考核成绩", "考试成绩", "得分")),
    Column("note", "备注", required=False, aliases=("说明",)),
)

ASSESSMENTS: Final = (
    Column("code", "学员编号", required=True, aliases=("学员代码", "学员编码", "学员标识符", "人员编号", "人员编码")),
    Column("name", "姓名", required=False, aliases=("学员姓名",)),
    Column("organization", "培训机构代码", required=True, aliases=("培训机构编码", "机构代码", "机构编码")),
    Column("course", "课程代码", required=True, aliases=("课程编码", "课程编号", "课程标识")),
    Column("assessed_on", "考核日期", required=True, aliases=("考试日期", "考核时间", "考试时间")),
    Column("score", "成绩", required=False, aliases=("分数", "考核成绩", "考试成绩", "得分")),
    Column("passed", "是否合格", required=False, aliases=("考核结果", "考试结果", "是否通过")),
    Column("note", "备注", required=False, aliases=("说明",)),
)
