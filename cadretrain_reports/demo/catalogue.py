"""The thirty courses of the invented academy, written for it. Durations reach into every band of 3.8 and its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from cadretrain_reports.demo.scenarios import MarkedUnit
from cadretrain_xblock.contract import REQUIREMENTS, Assessment, Requirement

PROVINCIAL: Final = "QHGX"
"""The province's training institution."""

MUNICIPAL: Final = "JCGX"
"""The training institution of the city of 霁川."""


@dataclass(frozen=True, slots=True)
class CatalogueCourse:
    """A course of the academy; ``course_duration`` in whole seconds (3.7).

    ``is_popular``: trainees of the demonstration choose among these.
    """

    provider: str
    code: str
    title: str
    course_duration: int
    requirement: Requirement
    aim: str
    points: tuple[str, ...]
    is_popular: bool

    def as_unit(self, year: int) -> MarkedUnit:
        """Return the unit that carries the course in the course run of a year."""
        points = "".join(f"<li>{escape(point)}</li>" for point in self.points)
        return MarkedUnit(
            course_run=f"course-v1:{self.provider}+{self.code}+{year}",
            code=self.code,
            title=self.title,
            course_duration=self.course_duration,
            requirement=self.requirement,
            provider=self.provider,
            pages=(
                f"<p>{escape(self.aim)}</p>",
                f"<h3>学习要点</h3><ol>{points}</ol><p>学完以后，请结合本职工作想一想：哪一条明天就能用上？</p>",
            ),
            assessment=ASSESSED.get(self.code, "none"),
            lecturers=(_LECTURERS[int(self.code[-1]) % len(_LECTURERS)],),
            knowledge_points=self.points,
        )


_LECTURERS: Final = ("周望舒", "陆知行", "贺兰心", "秦守一", "顾长风")
"""Invented people."""

_SELDOM: Final = frozenset({"CZ-701", "JJ-011"})
DRAFTS: Final = frozenset({"JJ-011", "JJ-012"})
"""Published, but still waiting for their release: they yield no credit (7.1.3)."""

ASSESSED: Final[Mapping[str, Assessment]] = {"ST-501": "objective_offline"}
"""Courses whose credit waits for an assessment, with its way (8.2.5); the others follow completion."""

# Institution, code, seconds, requirement and title; what it is about; its three points.
_TEXT: Final = """
QHGX FZ-101 900 required 依法行政的基本要求
从一份被撤销的行政决定讲起，说明权限、程序和证据各错在哪里，怎样在作出决定之前自查。
没有法定依据不得减损权利；告知、听取陈述和说明理由；决定书里的事实要能被证据支持

QHGX FZ-102 901 required 重大行政决策的程序
一项影响全市的决策从动议到公布要走哪些步骤，省略其中一步会留下什么后果。
公众参与不等于走过场；专家论证与风险评估的分工；合法性审查在集体讨论之前

QHGX FZ-103 600 elective 政务公开与信息发布
哪些信息应当主动公开，收到公开申请以后怎样在期限内答复，怎样保护个人隐私。
以公开为常态；答复要说清依据和救济途径；公开之前先看是否涉及个人信息

QHGX FZ-104 1800 elective 行政复议与应诉实务
单位成为被申请人或者被告时，承办人从接到通知到出庭要准备什么，怎样从败诉里找到改进的地方。
期限从收到之日起算；证据目录按争议焦点编排；负责人出庭要能出声

QHGX ZL-201 720 elective 基层治理中的网格化管理
一个网格有多大、管多少事，网格员遇到办不了的事交给谁，怎样避免表格越填越多。
一张清单管住事项；上报之后要有回音；能从系统里取的数不再让人填

QHGX ZL-202 840 required 群众来信来访的受理与答复
听清诉求、分清责任、按时答复，一次说透比反复解释更省力气。
先听完再登记；受理、转送、交办的区别；答复意见要写明事实与依据

QHGX ZL-203 480 elective 社区议事协商的组织方法
加装电梯、停车收费这类众口难调的事，怎样让各方坐下来，谈出能执行的结果。
议题要小而具体；主持人不替人作主；结果要公示也要回访

QHGX ZL-204 540 elective 乡村建设中的村规民约
村规民约怎样从征求意见到表决通过，哪些内容看似好心却越过了法律的边界。
程序合法才有约束力；不得以罚代管；每年回头看一次是否管用

QHGX SZ-301 1801 required 数字政府建设导论
从一件事一次办讲起，看业务流程、数据共享和系统建设怎样互相牵动，为什么先改流程后建系统。
以办成一件事为单位；数据有来源也有责任人；线上线下标准一致

QHGX SZ-302 960 elective 政务数据共享与分级分类
同一份数据在不同场景里敏感程度不同，怎样定级、怎样授权、怎样留下使用痕迹。
最小够用；目录比接口更重要；每次调用都能追到人

QHGX SZ-303 1080 required 网络安全与个人信息保护
办公中最常见的几种疏忽：弱口令、随手转发、把名单放进公开文件。逐一说明怎样防范。
口令不共用不写在纸上；发出之前检查附件里的个人信息；发现泄露先报告再处理

QHGX SZ-304 420 required 移动办公的保密要求
手机里能办什么、不能办什么，出差在外怎样处理工作文件。
涉密不上网；工作群里不传内部文件；设备丢失立即报告

QHGX YJ-401 1260 required 应急管理体系概览
预防、准备、响应、恢复四个阶段各由谁负责，一份预案怎样才不是抄来的。
风险普查是预案的底子；先期处置不等上级；恢复阶段同样需要计划

QHGX YJ-402 600 required 突发事件信息报送
接到报告后的半小时里要弄清什么、先报什么、后补什么，怎样写好第一条信息。
先报要快，续报要准；五个要素不能少；不清楚的写不清楚

QHGX YJ-403 900 elective 汛期值守与人员转移
以一条山洪沟为例，说明雨量、水位和转移命令之间的关系，以及夜间转移的难处。
转移名单落实到户；信号断了还有铜锣；返家之前先排查

QHGX YJ-404 660 elective 舆情回应的时机与口径
什么时候开口、由谁开口、说到哪一步，怎样让事实跑在传言前面。
先说已经确认的；口径一致不等于照本宣科；承诺过的要公布结果

JCGX ST-501 1500 required 生态环境保护的法律责任
从一条河的治理看部门之间的责任怎样划分，日常检查要留下什么记录。
谁审批谁负责谁监管谁负责；整改要有销号标准；公众举报也是线索来源

JCGX ST-502 360 elective 垃圾分类的社区实践
三个小区的不同做法和一年后的结果，说明宣传、设施和督导缺一不可。
桶边督导有期限；数据按月公布；先易后难逐步扩大

JCGX ST-503 780 elective 水资源节约与取水管理
取水许可怎样办理，计划用水怎样核定，公共机构有哪些花钱不多的节水办法。
计量是一切的前提；超计划要说明原因；漏损比想象的大

JCGX GW-601 840 required 公文写作：请示与报告
请示为什么要一文一事，报告里为什么不能夹带请示事项，用两份改前改后的稿子对照着讲。
先想清楚要谁办什么；理由在前，事项在后；附件名称与正文一致

JCGX GW-602 480 elective 公文写作：会议纪要
纪要不是录音整理。怎样从两小时的讨论里提炼出议定事项、责任单位和期限。
只写议定的；责任单位排序有讲究；当天起草记得最牢

JCGX GW-603 1320 elective 调查研究的方法
怎样选点、怎样提问、怎样听出没有说出来的话，回来以后怎样写一份不空的报告。
带着问题去，不带着结论去；数字要问出处；结论要能被反驳

JCGX CZ-701 1920 required 部门预算的编制与执行
从收入测算到绩效目标，一份部门预算要过哪几关，执行慢和突击花钱怎样避免。
没有预算不得支出；项目库要常更新；绩效目标要能衡量

JCGX CZ-702 1020 elective 政府采购常见问题
需求没想清楚就去采购，是多数纠纷的起点。用五个案例说明需求、评审和验收各自的要点。
需求描述不指向特定供应商；评审标准与需求对应；验收要有人签字负责

JCGX CZ-703 300 required 公务支出与差旅管理
哪些能报、凭什么报、多久之内报，十分钟以内讲清楚。
先审批后出差；公务卡结算；票据与行程一致

JCGX LZ-801 960 required 岗位廉政风险的识别
把自己的岗位画成一张流程图，标出自由裁量的地方，再看有没有第二双眼睛。
风险在于无人复核；公开是最便宜的监督；轮岗之前先交接清单

JCGX LZ-802 420 elective 公务活动中的礼仪与边界
接待、会见和馈赠里有哪些容易忽视的规定，怎样得体地拒绝。
事前有函，事后有单；礼品登记不看价钱；拒绝要当场，话要说圆

JCGX XL-901 540 elective 压力管理与情绪调节
窗口人员和值班人员最常遇到的压力从哪里来，几种当场就能用的调节办法。
先离开再回应；睡眠比意志可靠；求助不是软弱

JCGX JJ-011 2700 elective 区域经济协调发展专题
三个相邻县怎样分工而不是争抢同一批项目，园区共建的收益怎样分。
比较优势要算账；税收分成写进协议；交通先行

JCGX JJ-012 1680 elective 营商环境评价指标解读
逐项看开办、登记、纳税和注销的指标怎样计算，数字背后哪些体验没有被量到。
以办事人的钟表计时；样本要随机；排名之外看绝对值
"""


def _read(paragraph: str) -> CatalogueCourse:
    head, aim, points = paragraph.strip().split("\n")
    provider, code, seconds, requirement, title = head.split(" ")
    return CatalogueCourse(
        provider=provider,
        code=code,
        title=title,
        course_duration=int(seconds),
        requirement=next(known for known in REQUIREMENTS if known == requirement),
        aim=aim,
        points=tuple(points.split("；")),
        is_popular=code not in DRAFTS | _SELDOM,
    )


COURSES: Final = tuple(map(_read, _TEXT.split("\n\n")))
