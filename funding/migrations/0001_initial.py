import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.lookups
import funding.credit_codes
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("communities", "0002_search"),
        ("divisions", "0001_initial"),
        ("projects", "0002_projects"),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="次数")),
                (
                    "kind",
                    models.CharField(
                        choices=[("estimate", "概算"), ("budget", "预算")],
                        default="budget",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "评审中"),
                            ("approved", "已批复"),
                            ("returned", "已退回"),
                            ("superseded", "已被新批复替代"),
                        ],
                        default="submitted",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_on", models.DateField(verbose_name="送审日期")),
                ("submitted_amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="送审金额")),
                ("agency", models.CharField(blank=True, max_length=100, verbose_name="评审机构")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="批复日期")),
                (
                    "approved_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="批复金额"
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="批复文号")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批复人",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_reviews",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="送审人",
                    ),
                ),
            ],
            options={
                "verbose_name": "概（预）算评审",
                "ordering": ["project_id", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="review_round_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "approved")), fields=("project",), name="one_budget_in_force"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "submitted")), fields=("project",), name="one_review_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("submitted_amount__gt", 0)), name="review_submitted_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_amount", None),
                            models.Q(
                                ("approved_amount__gt", 0), ("approved_amount__lte", models.F("submitted_amount"))
                            ),
                            _connector="OR",
                        ),
                        name="review_approves_at_most_submitted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("closed_at", models.DateTimeField(auto_now_add=True, verbose_name="关账时间")),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="重开时间")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="重开原因")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关账人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="重开人",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度关账",
                "ordering": ["-year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at", None)), fields=("division", "year"), name="year_closed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("reopened_at", None), ("reopened_by", None)),
                            models.Q(
                                ("reopened_at__isnull", False),
                                ("reopened_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="year_reopened_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("construction", "施工"),
                            ("design", "勘察设计"),
                            ("supervision", "监理"),
                            ("goods", "设备材料采购"),
                            ("other", "其他服务"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="合同编号")),
                ("name", models.CharField(max_length=120, verbose_name="合同名称")),
                ("party", models.CharField(max_length=100, verbose_name="承包（供应）单位")),
                (
                    "credit_code",
                    models.CharField(
                        max_length=18,
                        validators=[funding.credit_codes.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="单位联系电话")),
                ("signed_on", models.DateField(verbose_name="签订日期")),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="约定开工")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="约定完工")),
                (
                    "advance_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="预付款比例（%）",
                    ),
                ),
                (
                    "progress_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=80,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="进度款比例（%）",
                    ),
                ),
                (
                    "retention_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=3,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="质保金比例（%）",
                    ),
                ),
                ("warranty_until", models.DateField(blank=True, null=True, verbose_name="质保期至")),
                ("remarks", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "合同",
                "ordering": ["-signed_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("division", "number"), name="contract_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on", None),
                            ("ends_on", None),
                            ("begins_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="contract_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="合同价款"
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="已拨付"
                    ),
                ),
                (
                    "settled",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="结算价"),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="结算日期")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="funding.contract",
                        verbose_name="合同",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract_parts",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "合同项目",
                "ordering": ["contract_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "project"), name="project_once_in_contract"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "-", models.F("paid")
                                ),
                                2,
                            ),
                            models.Value(0),
                        ),
                        name="part_never_overpaid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("paid__gte", 0)), name="part_sums_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled", None), ("settled_on", None)),
                            models.Q(("settled__gte", 0), ("settled_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="part_settled_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled", None), ("paid__lte", models.F("settled")), _connector="OR"),
                        name="part_paid_in_settlement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("original", "原合同价"),
                            ("variation", "变更、补充协议"),
                            ("settlement", "结算调整"),
                            ("correction", "更正"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="金额")),
                ("on", models.DateField(verbose_name="日期")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="依据文件")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="事由")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="funding.contractpart"
                    ),
                ),
            ],
            options={
                "verbose_name": "合同价款变更",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "original")), fields=("part",), name="part_signed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="change_moves_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central_subsidy", "中央财政补助资金"),
                            ("central_budget", "中央预算内投资"),
                            ("province", "省（自治区）补助"),
                            ("prefecture", "市（州）补助"),
                            ("district", "区（县市）财政"),
                            ("street", "街道承担"),
                            ("special_bonds", "专项债券"),
                            ("loans", "银行贷款"),
                            ("residents", "居民出资"),
                            ("maintenance_fund", "住宅专项维修资金"),
                            ("provident_fund", "住房公积金"),
                            ("public_income", "让渡小区公共收益"),
                            ("utilities", "专营单位出资"),
                            ("original_owners", "原产权单位出资"),
                            ("social_capital", "社会资本"),
                            ("ppp", "政府和社会资本合作（PPP）"),
                            ("donations", "捐资捐物"),
                        ],
                        max_length=20,
                        verbose_name="出资来源",
                    ),
                ),
                (
                    "given_as",
                    models.CharField(
                        choices=[("money", "出资"), ("work", "投劳"), ("goods", "捐物")],
                        default="money",
                        max_length=6,
                        verbose_name="方式",
                    ),
                ),
                ("giver", models.CharField(max_length=100, verbose_name="出资方")),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[funding.credit_codes.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("promised", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="议定金额（折价）")),
                ("basis", models.CharField(blank=True, max_length=100, verbose_name="依据")),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="已收到"
                    ),
                ),
                ("floor", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="楼层")),
                ("households", models.PositiveIntegerField(blank=True, null=True, verbose_name="户数")),
                (
                    "coefficient",
                    models.DecimalField(decimal_places=3, default=Decimal("1"), max_digits=6, verbose_name="分摊系数"),
                ),
                (
                    "each",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="每户金额"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.building",
                        verbose_name="楼栋",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.unit",
                        verbose_name="单元",
                    ),
                ),
            ],
            options={
                "verbose_name": "出资",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="FeeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "least_rate",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="每月每平方米不低于（元）",
                    ),
                ),
                (
                    "least_months",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="补贴期限不少于（月）",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "物业费补贴规则",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("division", "since"), name="feerule_once_per_day")],
            },
        ),
        migrations.CreateModel(
            name="FeeSubsidy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company", models.CharField(max_length=100, verbose_name="物业服务单位")),
                ("floor_area", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="建筑面积")),
                ("rate", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="补贴标准")),
                ("first_month", models.DateField(verbose_name="起始月")),
                ("months", models.PositiveSmallIntegerField(verbose_name="期限（月）")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee_subsidy",
                        to="projects.projectsite",
                        verbose_name="小区",
                    ),
                ),
            ],
            options={
                "verbose_name": "物业费补贴",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_month__day", 1)), name="subsidy_from_first_of_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("floor_area__gt", 0), ("months__gt", 0), ("rate__gt", 0)),
                        name="subsidy_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeInstalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("months", models.PositiveSmallIntegerField(verbose_name="月数")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="金额")),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="已拨付"
                    ),
                ),
                (
                    "subsidy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instalments", to="funding.feesubsidy"
                    ),
                ),
            ],
            options={
                "verbose_name": "物业费补贴分期",
                "ordering": ["subsidy_id", "year"],
                "constraints": [
                    models.UniqueConstraint(fields=("subsidy", "year"), name="instalment_once_a_year"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "-", models.F("paid")
                                ),
                                2,
                            ),
                            models.Value(0),
                        ),
                        name="instalment_never_overpaid",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.math.Round(models.F("paid"), 2), models.Value(0)
                        ),
                        name="instalment_paid_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receive", "指标下达"),
                            ("collect", "收缴到账"),
                            ("allocate", "分配"),
                            ("take_back", "收回"),
                            ("move", "调剂"),
                            ("pay", "拨付"),
                            ("reverse", "冲销"),
                        ],
                        max_length=10,
                        verbose_name="业务",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("on", models.DateField(verbose_name="业务日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="事由")),
                ("voucher", models.CharField(blank=True, max_length=60, verbose_name="凭证号")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金业务",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ContributionReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="金额（折价）")),
                ("on", models.DateField(verbose_name="日期")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="收据号")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="funding.contribution"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="funding.contributionreceipt",
                    ),
                ),
                (
                    "act",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="funding.fundact",
                    ),
                ),
            ],
            options={
                "verbose_name": "出资收据",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="receipt_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("reverses__isnull", False), _connector="OR"),
                        name="receipt_negative_only_to_reverse",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transfer", "指标文件"),
                            ("agreement", "借款、债券、出资协议"),
                            ("collection", "项目收缴"),
                        ],
                        default="transfer",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central_subsidy", "中央财政补助资金"),
                            ("central_budget", "中央预算内投资"),
                            ("province", "省（自治区）补助"),
                            ("prefecture", "市（州）补助"),
                            ("district", "区（县市）财政"),
                            ("street", "街道承担"),
                            ("special_bonds", "专项债券"),
                            ("loans", "银行贷款"),
                            ("residents", "居民出资"),
                            ("maintenance_fund", "住宅专项维修资金"),
                            ("provident_fund", "住房公积金"),
                            ("public_income", "让渡小区公共收益"),
                            ("utilities", "专营单位出资"),
                            ("original_owners", "原产权单位出资"),
                            ("social_capital", "社会资本"),
                            ("ppp", "政府和社会资本合作（PPP）"),
                            ("donations", "捐资捐物"),
                        ],
                        max_length=20,
                        verbose_name="资金来源",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="预算年度")),
                ("number", models.CharField(max_length=80, verbose_name="文号")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="文件名称")),
                ("issued_on", models.DateField(verbose_name="下达日期")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="文件金额"
                    ),
                ),
                (
                    "budget_code",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^\\d{7}$", "预算科目是 7 位数字。")],
                        verbose_name="预算科目",
                    ),
                ),
                ("use_by", models.DateField(blank=True, null=True, verbose_name="使用期限")),
                ("remarks", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标文件",
                "ordering": ["-issued_on", "-pk"],
                "indexes": [models.Index(fields=["division", "year"], name="document_in_division")],
                "constraints": [
                    models.UniqueConstraint(fields=("division", "source", "number"), name="document_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="document_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "collection"), ("amount__isnull", False), _connector="OR"),
                        name="document_states_its_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use_by", None), ("use_by__gte", models.F("issued_on")), _connector="OR"),
                        name="document_used_after_issue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allotment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="收到"
                    ),
                ),
                (
                    "passed",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="已分配"
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="已拨付"
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="funding.allotment",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allotments",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allotments",
                        to="funding.funddocument",
                        verbose_name="指标文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金分配",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["division", "document"], name="allotment_in_division")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("parent", None)), fields=("document",), name="one_root_per_document"
                    ),
                    models.UniqueConstraint(fields=("parent", "project"), name="allotment_once_per_project"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("received"), "-", models.F("passed")
                                    ),
                                    "-",
                                    models.F("paid"),
                                ),
                                2,
                            ),
                            models.Value(0),
                        ),
                        name="allotment_never_overdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid__gte", 0), ("passed__gte", 0)), name="allotment_sums_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ahead", "拨付超前于进度"),
                            ("unused", "资金长期未用"),
                            ("past_use_by", "超过使用期限"),
                            ("over_budget", "合同价超批复预算"),
                            ("over_allotted", "分配超过批复预算"),
                            ("unsettled", "验收后未按期结算"),
                        ],
                        max_length=16,
                        verbose_name="预警",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="情况")),
                ("subject", models.CharField(editable=False, max_length=40)),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("gone_on", models.DateField(blank=True, null=True, verbose_name="消除日期")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
                (
                    "allotment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="funding.allotment",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="说明人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="funding.contractpart",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金预警",
                "ordering": ["-found_on", "-pk"],
                "indexes": [models.Index(fields=["division", "found_on"], name="warning_in_division")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gone_on", None)), fields=("kind", "subject"), name="warning_stands_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="warning_answered_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBudgetReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="次数")),
                (
                    "kind",
                    models.CharField(
                        choices=[("estimate", "概算"), ("budget", "预算")],
                        default="budget",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "评审中"),
                            ("approved", "已批复"),
                            ("returned", "已退回"),
                            ("superseded", "已被新批复替代"),
                        ],
                        default="submitted",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_on", models.DateField(verbose_name="送审日期")),
                ("submitted_amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="送审金额")),
                ("agency", models.CharField(blank=True, max_length=100, verbose_name="评审机构")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="批复日期")),
                (
                    "approved_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="批复金额"
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="批复文号")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批复人",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="送审人",
                    ),
                ),
            ],
            options={
                "verbose_name": "评审变更",
                "verbose_name_plural": "historical 概（预）算评审s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalContract",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("construction", "施工"),
                            ("design", "勘察设计"),
                            ("supervision", "监理"),
                            ("goods", "设备材料采购"),
                            ("other", "其他服务"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="合同编号")),
                ("name", models.CharField(max_length=120, verbose_name="合同名称")),
                ("party", models.CharField(max_length=100, verbose_name="承包（供应）单位")),
                (
                    "credit_code",
                    models.CharField(
                        max_length=18,
                        validators=[funding.credit_codes.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="单位联系电话")),
                ("signed_on", models.DateField(verbose_name="签订日期")),
                ("begins_on", models.DateField(blank=True, null=True, verbose_name="约定开工")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="约定完工")),
                (
                    "advance_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="预付款比例（%）",
                    ),
                ),
                (
                    "progress_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=80,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="进度款比例（%）",
                    ),
                ),
                (
                    "retention_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=3,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="质保金比例（%）",
                    ),
                ),
                ("warranty_until", models.DateField(blank=True, null=True, verbose_name="质保期至")),
                ("remarks", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="登记时间")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "合同变更记录",
                "verbose_name_plural": "historical 合同s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFundDocument",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transfer", "指标文件"),
                            ("agreement", "借款、债券、出资协议"),
                            ("collection", "项目收缴"),
                        ],
                        default="transfer",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central_subsidy", "中央财政补助资金"),
                            ("central_budget", "中央预算内投资"),
                            ("province", "省（自治区）补助"),
                            ("prefecture", "市（州）补助"),
                            ("district", "区（县市）财政"),
                            ("street", "街道承担"),
                            ("special_bonds", "专项债券"),
                            ("loans", "银行贷款"),
                            ("residents", "居民出资"),
                            ("maintenance_fund", "住宅专项维修资金"),
                            ("provident_fund", "住房公积金"),
                            ("public_income", "让渡小区公共收益"),
                            ("utilities", "专营单位出资"),
                            ("original_owners", "原产权单位出资"),
                            ("social_capital", "社会资本"),
                            ("ppp", "政府和社会资本合作（PPP）"),
                            ("donations", "捐资捐物"),
                        ],
                        max_length=20,
                        verbose_name="资金来源",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="预算年度")),
                ("number", models.CharField(max_length=80, verbose_name="文号")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="文件名称")),
                ("issued_on", models.DateField(verbose_name="下达日期")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="文件金额"
                    ),
                ),
                (
                    "budget_code",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^\\d{7}$", "预算科目是 7 位数字。")],
                        verbose_name="预算科目",
                    ),
                ),
                ("use_by", models.DateField(blank=True, null=True, verbose_name="使用期限")),
                ("remarks", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="登记时间")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "指标文件变更",
                "verbose_name_plural": "historical 指标文件s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFundWarning",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ahead", "拨付超前于进度"),
                            ("unused", "资金长期未用"),
                            ("past_use_by", "超过使用期限"),
                            ("over_budget", "合同价超批复预算"),
                            ("over_allotted", "分配超过批复预算"),
                            ("unsettled", "验收后未按期结算"),
                        ],
                        max_length=16,
                        verbose_name="预警",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="情况")),
                ("subject", models.CharField(editable=False, max_length=40)),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("gone_on", models.DateField(blank=True, null=True, verbose_name="消除日期")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "allotment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.allotment",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="说明人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.contractpart",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金预警变更",
                "verbose_name_plural": "historical 资金预警s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPaymentRequest",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("key", models.UUIDField(db_index=True)),
                ("number", models.CharField(db_index=True, editable=False, max_length=30, verbose_name="申请单号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advance", "预付款"),
                            ("progress", "进度款"),
                            ("settlement", "结算款"),
                            ("retention", "质保金"),
                        ],
                        max_length=12,
                        verbose_name="款项",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("building", "楼本体改造"),
                            ("infrastructure", "小区配套基础设施"),
                            ("services", "公共服务设施"),
                            ("lifts", "加装电梯"),
                            ("preliminary", "设计、监理等前期及其他费用"),
                            ("management", "物业服务费用补贴"),
                        ],
                        max_length=16,
                        verbose_name="用途",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="申请金额")),
                (
                    "out_of_scope",
                    models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="其中：超出改造范围"),
                ),
                (
                    "done_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="累计完成产值"
                    ),
                ),
                (
                    "physical",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="形象进度（%）",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "填写中"),
                            ("submitted", "待审核"),
                            ("returned", "已退回"),
                            ("approved", "已审核待拨付"),
                            ("paid", "已拨付"),
                            ("reversed", "拨付已冲销"),
                            ("cancelled", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="填写时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
                (
                    "granted",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="核定金额"
                    ),
                ),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "allotment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.allotment",
                        verbose_name="资金",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="divisions.division",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.contractpart",
                        verbose_name="合同",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "支付申请变更",
                "verbose_name_plural": "historical 支付申请s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PaymentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("number", models.CharField(editable=False, max_length=30, unique=True, verbose_name="申请单号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advance", "预付款"),
                            ("progress", "进度款"),
                            ("settlement", "结算款"),
                            ("retention", "质保金"),
                        ],
                        max_length=12,
                        verbose_name="款项",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("building", "楼本体改造"),
                            ("infrastructure", "小区配套基础设施"),
                            ("services", "公共服务设施"),
                            ("lifts", "加装电梯"),
                            ("preliminary", "设计、监理等前期及其他费用"),
                            ("management", "物业服务费用补贴"),
                        ],
                        max_length=16,
                        verbose_name="用途",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="申请金额")),
                (
                    "out_of_scope",
                    models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="其中：超出改造范围"),
                ),
                (
                    "done_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="累计完成产值"
                    ),
                ),
                (
                    "physical",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="形象进度（%）",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "填写中"),
                            ("submitted", "待审核"),
                            ("returned", "已退回"),
                            ("approved", "已审核待拨付"),
                            ("paid", "已拨付"),
                            ("reversed", "拨付已冲销"),
                            ("cancelled", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="填写时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
                (
                    "granted",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="核定金额"
                    ),
                ),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "allotment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="funding.allotment",
                        verbose_name="资金",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="funding.contractpart",
                        verbose_name="合同",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_requests",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "支付申请",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["division", "status"], name="request_in_division")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="request_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("out_of_scope__gte", 0), ("out_of_scope__lte", models.F("amount"))),
                        name="request_scope_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted", None),
                            models.Q(("granted__gt", 0), ("granted__lte", models.F("amount"))),
                            _connector="OR",
                        ),
                        name="request_grants_at_most_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("approved", "paid", "reversed")), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False), ("decided_on__isnull", False), ("granted__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="request_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="attachments/%Y/%m/", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("removed_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="funding.contract",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="funding.contribution",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="funding.funddocument",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="funding.budgetreview",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="funding.paymentrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金附件",
                "ordering": ["-uploaded_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("contract__isnull", True),
                                ("contribution__isnull", True),
                                ("document__isnull", False),
                                ("request__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("contract__isnull", True),
                                ("contribution__isnull", True),
                                ("document__isnull", True),
                                ("request__isnull", True),
                                ("review__isnull", False),
                            ),
                            models.Q(
                                ("contract__isnull", False),
                                ("contribution__isnull", True),
                                ("document__isnull", True),
                                ("request__isnull", True),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("contract__isnull", True),
                                ("contribution__isnull", True),
                                ("document__isnull", True),
                                ("request__isnull", False),
                                ("review__isnull", True),
                            ),
                            models.Q(
                                ("contract__isnull", True),
                                ("contribution__isnull", False),
                                ("document__isnull", True),
                                ("request__isnull", True),
                                ("review__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_of_one_subject",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("receipt", "下达（到账）"), ("allocation", "分配"), ("payment", "拨付")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central_subsidy", "中央财政补助资金"),
                            ("central_budget", "中央预算内投资"),
                            ("province", "省（自治区）补助"),
                            ("prefecture", "市（州）补助"),
                            ("district", "区（县市）财政"),
                            ("street", "街道承担"),
                            ("special_bonds", "专项债券"),
                            ("loans", "银行贷款"),
                            ("residents", "居民出资"),
                            ("maintenance_fund", "住宅专项维修资金"),
                            ("provident_fund", "住房公积金"),
                            ("public_income", "让渡小区公共收益"),
                            ("utilities", "专营单位出资"),
                            ("original_owners", "原产权单位出资"),
                            ("social_capital", "社会资本"),
                            ("ppp", "政府和社会资本合作（PPP）"),
                            ("donations", "捐资捐物"),
                        ],
                        max_length=20,
                        verbose_name="资金来源",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="金额")),
                ("on", models.DateField(verbose_name="业务日期")),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.fundact",
                        verbose_name="业务",
                    ),
                ),
                (
                    "allotment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="funding.allotment"
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.funddocument",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="funding.allotment",
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.feeinstalment",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.contractpart",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_entries",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="funding.fundentry",
                        verbose_name="冲销",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="funding.paymentrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金明细",
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(fields=["division", "on"], name="entry_in_division"),
                    models.Index(fields=["on", "id"], name="entry_by_day"),
                    models.Index(fields=["document", "kind", "on"], name="entry_of_document"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="entry_moves_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "allocation"), ("amount__gt", 0), ("reverses__isnull", False), _connector="OR"
                        ),
                        name="entry_negative_only_to_reverse",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("amount__gt", 0)), fields=("request",), name="request_paid_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                ("budget_required", models.BooleanField(default=True, verbose_name="须有批复预算才能拨付")),
                (
                    "least_progress",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("80"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="进度款比例不低于（%）",
                    ),
                ),
                (
                    "most_retention",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("3"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="质保金比例不高于（%）",
                    ),
                ),
                (
                    "most_advance",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("30"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="预付款比例不高于（%）",
                    ),
                ),
                (
                    "review_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="审核期限（工作日）",
                    ),
                ),
                (
                    "settlement_months",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="验收后几个月内结算",
                    ),
                ),
                (
                    "unused_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="资金几个月未用时提示",
                    ),
                ),
                (
                    "ahead_points",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="拨付比例高出形象进度几个百分点时提示",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "合同与支付规则",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("division", "since"), name="paymentrule_once_per_day")],
            },
        ),
        migrations.CreateModel(
            name="ProjectAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "approved",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="批复预算"
                    ),
                ),
                (
                    "contracted",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="合同价款"
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=16, verbose_name="已拨付"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="排序")),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目资金账",
                "ordering": ["project_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("approved", None), ("paid__lte", models.F("approved")), _connector="OR"),
                        name="account_in_budget",
                    ),
                    models.CheckConstraint(condition=models.Q(("paid__gte", 0)), name="account_paid_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="QueueRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                ("criteria", models.CharField(max_length=120, verbose_name="排序依据")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金安排顺序",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("division", "since"), name="queuerule_once_per_day")],
            },
        ),
        migrations.CreateModel(
            name="ReportSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by-source", "资金来源汇总表"),
                            ("by-document", "指标文件执行情况表"),
                            ("by-project", "街道、项目资金情况表"),
                            ("payments", "资金拨付明细表"),
                            ("ranking", "预算执行率排名表"),
                            ("card", "项目资金卡"),
                            ("self-evaluation", "绩效自评表（资金部分）"),
                        ],
                        max_length=16,
                        verbose_name="报表",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("yuan", "元"), ("wan", "万元")], default="wan", max_length=4, verbose_name="单位"
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="每月几日",
                    ),
                ),
                ("set_on", models.DateField(verbose_name="设置日期")),
                ("stopped_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="设置人",
                    ),
                ),
            ],
            options={
                "verbose_name": "定期报表",
                "ordering": ["division_id", "day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FundReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "table",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by-source", "资金来源汇总表"),
                            ("by-document", "指标文件执行情况表"),
                            ("by-project", "街道、项目资金情况表"),
                            ("payments", "资金拨付明细表"),
                            ("ranking", "预算执行率排名表"),
                            ("card", "项目资金卡"),
                            ("self-evaluation", "绩效自评表（资金部分）"),
                        ],
                        max_length=16,
                        verbose_name="报表",
                    ),
                ),
                (
                    "unit",
                    models.CharField(choices=[("yuan", "元"), ("wan", "万元")], max_length=4, verbose_name="单位"),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                ("as_at", models.DateField(verbose_name="截至日期")),
                ("file", models.FileField(upload_to="fund_reports/%Y/%m/", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="制表时间")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制表人",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="funding.reportschedule",
                        verbose_name="定期报表",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金报表",
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["division", "-made_at"], name="fund_report_in_division")],
                "constraints": [
                    models.UniqueConstraint(fields=("schedule", "as_at"), name="fund_report_once_per_day_set")
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="奖补比例（%）",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "以奖代补规则",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("division", "since"), name="rewardrule_once_per_day")],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="计划年度")),
                ("as_at", models.DateField(verbose_name="截至日期")),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="奖补比例（%）",
                    ),
                ),
                ("spent", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="实际支出")),
                (
                    "out_of_scope",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="其中：超出改造范围"),
                ),
                ("others", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="其他来源承担")),
                ("borne", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="街道实际承担")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="奖补金额")),
                ("lines", models.JSONField(default=list, verbose_name="计算过程")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "测算中"), ("decided", "已核定")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="测算时间")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="核定文号")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="核定日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核定人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="街道",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="测算人",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.rewardrule",
                        verbose_name="规则",
                    ),
                ),
            ],
            options={
                "verbose_name": "以奖代补",
                "ordering": ["-year", "division_id", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "decided")),
                        fields=("division", "year"),
                        name="reward_decided_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="reward_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", None), ("decided_on", None), ("status", "draft")),
                            models.Q(
                                ("decided_by__isnull", False), ("decided_on__isnull", False), ("status", "decided")
                            ),
                            _connector="OR",
                        ),
                        name="reward_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="分摊事项")),
                (
                    "method",
                    models.CharField(
                        choices=[("single", "单户承担"), ("even", "平均分摊"), ("by_floor", "按楼层梯次分摊")],
                        max_length=10,
                        verbose_name="分摊办法",
                    ),
                ),
                ("total", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="分摊总额")),
                ("document", models.CharField(max_length=100, verbose_name="依据")),
                ("decided_on", models.DateField(verbose_name="议定日期")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_plans",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.projectsite",
                        verbose_name="小区",
                    ),
                ),
            ],
            options={
                "verbose_name": "居民分摊",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="share_total_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContribution",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central_subsidy", "中央财政补助资金"),
                            ("central_budget", "中央预算内投资"),
                            ("province", "省（自治区）补助"),
                            ("prefecture", "市（州）补助"),
                            ("district", "区（县市）财政"),
                            ("street", "街道承担"),
                            ("special_bonds", "专项债券"),
                            ("loans", "银行贷款"),
                            ("residents", "居民出资"),
                            ("maintenance_fund", "住宅专项维修资金"),
                            ("provident_fund", "住房公积金"),
                            ("public_income", "让渡小区公共收益"),
                            ("utilities", "专营单位出资"),
                            ("original_owners", "原产权单位出资"),
                            ("social_capital", "社会资本"),
                            ("ppp", "政府和社会资本合作（PPP）"),
                            ("donations", "捐资捐物"),
                        ],
                        max_length=20,
                        verbose_name="出资来源",
                    ),
                ),
                (
                    "given_as",
                    models.CharField(
                        choices=[("money", "出资"), ("work", "投劳"), ("goods", "捐物")],
                        default="money",
                        max_length=6,
                        verbose_name="方式",
                    ),
                ),
                ("giver", models.CharField(max_length=100, verbose_name="出资方")),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[funding.credit_codes.validate_credit_code],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("promised", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="议定金额（折价）")),
                ("basis", models.CharField(blank=True, max_length=100, verbose_name="依据")),
                ("floor", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="楼层")),
                ("households", models.PositiveIntegerField(blank=True, null=True, verbose_name="户数")),
                (
                    "coefficient",
                    models.DecimalField(decimal_places=3, default=Decimal("1"), max_digits=6, verbose_name="分摊系数"),
                ),
                (
                    "each",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="每户金额"
                    ),
                ),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="communities.building",
                        verbose_name="楼栋",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="communities.unit",
                        verbose_name="单元",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="funding.shareplan",
                        verbose_name="居民分摊",
                    ),
                ),
            ],
            options={
                "verbose_name": "出资变更",
                "verbose_name_plural": "historical 出资s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="contribution",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="funding.shareplan",
                verbose_name="居民分摊",
            ),
        ),
        migrations.CreateModel(
            name="Simulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="方案名称")),
                (
                    "recipients",
                    models.CharField(
                        choices=[("streets", "各街道"), ("projects", "各项目")], max_length=10, verbose_name="分配到"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="分配总额")),
                ("basis", models.CharField(blank=True, editable=False, max_length=300, verbose_name="数据依据")),
                ("left_out", models.JSONField(blank=True, default=list, editable=False, verbose_name="未计入的项目")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="测算时间")),
                (
                    "act",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="simulation",
                        to="funding.fundact",
                        verbose_name="分配业务",
                    ),
                ),
                (
                    "allotment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="simulations",
                        to="funding.allotment",
                        verbose_name="资金",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="测算人",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                    ),
                ),
            ],
            options={
                "verbose_name": "分配测算",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SimulationLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "area",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="改造面积"),
                ),
                ("households", models.PositiveIntegerField(default=0, verbose_name="改造户数")),
                ("buildings", models.PositiveIntegerField(default=0, verbose_name="楼栋数")),
                ("compounds", models.PositiveIntegerField(default=0, verbose_name="小区个数")),
                (
                    "difficulty",
                    models.DecimalField(
                        decimal_places=3, default=Decimal("1"), max_digits=6, verbose_name="财政困难系数"
                    ),
                ),
                (
                    "performance",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=6, verbose_name="绩效评价得分"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=16, verbose_name="分配金额"),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="街道",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "simulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="funding.simulation"
                    ),
                ),
            ],
            options={
                "verbose_name": "测算明细",
                "ordering": ["simulation_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("simulation", "position"), name="simulation_line_position"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="simulation_line_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central_subsidy", "中央财政补助资金"),
                            ("central_budget", "中央预算内投资"),
                            ("province", "省（自治区）补助"),
                            ("prefecture", "市（州）补助"),
                            ("district", "区（县市）财政"),
                            ("street", "街道承担"),
                            ("special_bonds", "专项债券"),
                            ("loans", "银行贷款"),
                            ("residents", "居民出资"),
                            ("maintenance_fund", "住宅专项维修资金"),
                            ("provident_fund", "住房公积金"),
                            ("public_income", "让渡小区公共收益"),
                            ("utilities", "专营单位出资"),
                            ("original_owners", "原产权单位出资"),
                            ("social_capital", "社会资本"),
                            ("ppp", "政府和社会资本合作（PPP）"),
                            ("donations", "捐资捐物"),
                        ],
                        max_length=20,
                        verbose_name="资金来源",
                    ),
                ),
                ("uses", models.CharField(max_length=120, verbose_name="可用于")),
                ("to_finished", models.BooleanField(default=True, verbose_name="可用于已完工项目")),
                ("out_of_scope", models.BooleanField(default=False, verbose_name="可用于超出改造范围的内容")),
                (
                    "most_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="最多承担批复预算的（%）",
                    ),
                ),
                ("wording", models.CharField(blank=True, max_length=300, verbose_name="文件原文")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金来源规则",
                "ordering": ["division_id", "source", "-since"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("division", "source", "since"), name="sourcerule_once_per_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="WeightTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "area",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="改造面积（%）",
                    ),
                ),
                (
                    "households",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="改造户数（%）",
                    ),
                ),
                (
                    "buildings",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="楼栋数（%）",
                    ),
                ),
                (
                    "compounds",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="小区个数（%）",
                    ),
                ),
                (
                    "performance",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="绩效评价（%）",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "分配因素权重",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("division", "document"), name="weights_once_per_document"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("area"), "+", models.F("households")
                                            ),
                                            "+",
                                            models.F("buildings"),
                                        ),
                                        "+",
                                        models.F("compounds"),
                                    ),
                                    "+",
                                    models.F("performance"),
                                ),
                                2,
                            ),
                            models.Value(100),
                        ),
                        name="weights_make_a_hundred",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="simulation",
            name="weights",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="funding.weighttable",
                verbose_name="分配因素权重",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(condition=models.Q(("promised__gte", 0)), name="promise_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.math.Round(models.F("received"), 2), models.Value(0)
                ),
                name="contribution_received_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="simulation",
            constraint=models.UniqueConstraint(fields=("allotment", "name"), name="simulation_named_once"),
        ),
        migrations.AddConstraint(
            model_name="simulation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="simulation_shares_something"
            ),
        ),
    ]
