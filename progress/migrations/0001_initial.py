import django.core.validators
import django.db.models.deletion
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_mobile"),
        ("accounts", "__first__"),
        ("divisions", "0001_initial"),
        ("projects", "0002_projects"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(editable=False, verbose_name="月份")),
                ("opened_on", models.DateField(editable=False, verbose_name="开放日期")),
                ("open_until", models.DateField(verbose_name="填报截止")),
                ("extended_reason", models.CharField(blank=True, max_length=200, verbose_name="延期原因")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="首次报齐时间")),
                ("plan_compounds", models.PositiveIntegerField(default=0, verbose_name="计划小区数")),
                ("plan_buildings", models.PositiveIntegerField(default=0, verbose_name="计划楼栋数")),
                ("plan_households", models.PositiveIntegerField(default=0, verbose_name="计划户数")),
                (
                    "plan_floor_area",
                    models.DecimalField(decimal_places=2, default=0, max_digits=16, verbose_name="计划建筑面积"),
                ),
                (
                    "plan_investment",
                    models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="计划投资"),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="填报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "街道月报",
                "ordering": ["-month", "division_id"],
                "indexes": [models.Index(fields=["division", "month"], name="return_of_street")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContradiction",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("unchanged", "在建项目连续数月数据无变化"),
                            ("backwards", "累计数据倒退"),
                            ("paid_over_built", "拨付多于完成投资"),
                            ("empty", "按时上报但内容空白"),
                            ("unaccepted", "填报完工但无验收记录"),
                            ("ahead", "投资进度与形象进度明显不符"),
                            ("same_photo", "同一张照片用于不同点位或阶段"),
                        ],
                        max_length=16,
                        verbose_name="规则",
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=300, verbose_name="情况")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("gone_at", models.DateTimeField(blank=True, null=True, verbose_name="消除时间")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="街道说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
                ("history_change_reason", models.CharField(max_length=300, null=True, verbose_name="原因")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "site",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.projectsite",
                        verbose_name="项目小区",
                    ),
                ),
                (
                    "monthly_return",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="progress.monthlyreturn",
                        verbose_name="月报",
                    ),
                ),
            ],
            options={
                "verbose_name": "矛盾数据变更",
                "verbose_name_plural": "historical 矛盾数据s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MonthRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "opens_before",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="提前开放（天）",
                    ),
                ),
                (
                    "as_at_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="数据截至日",
                    ),
                ),
                (
                    "due_month",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "当月"), (1, "次月")], default=0, verbose_name="应报日所在月"
                    ),
                ),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="应报日",
                    ),
                ),
                (
                    "late_month",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "当月"), (1, "次月")], default=0, verbose_name="迟报界限日所在月"
                    ),
                ),
                (
                    "late_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="迟报界限日",
                    ),
                ),
                (
                    "lock_month",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "当月"), (1, "次月")], default=1, verbose_name="锁定日所在月"
                    ),
                ),
                (
                    "lock_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="锁定日",
                    ),
                ),
                (
                    "moves",
                    models.CharField(
                        choices=[
                            ("never", "不顺延"),
                            ("holidays", "遇法定节假日顺延，遇普通周末不顺延"),
                            ("days_off", "遇节假日和周末均顺延"),
                        ],
                        default="holidays",
                        max_length=10,
                        verbose_name="遇假日",
                    ),
                ),
                (
                    "unchanged_months",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="连续几个月无变化时提示",
                    ),
                ),
                (
                    "ahead_points",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="投资进度与形象进度相差多少个百分点时提示",
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
                "verbose_name": "月报时限",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("division", "since"), name="monthrule_once_per_day")],
            },
        ),
        migrations.CreateModel(
            name="ReportingMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("as_at", models.DateField(verbose_name="数据截至")),
                ("due_on", models.DateField(verbose_name="应报日")),
                ("late_on", models.DateField(verbose_name="迟报界限日")),
                ("lock_on", models.DateField(verbose_name="锁定日")),
                ("estimated", models.BooleanField(default=False, verbose_name="推算")),
                ("opened_on", models.DateField(verbose_name="开放日期")),
                ("days_reason", models.CharField(blank=True, max_length=200, verbose_name="调整原因")),
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
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="progress.monthrule",
                        verbose_name="月报时限",
                    ),
                ),
            ],
            options={
                "verbose_name": "月报月份",
                "ordering": ["-month", "division_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("division", "month"), name="month_once_per_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("as_at__lte", models.F("due_on")),
                            ("due_on__lte", models.F("late_on")),
                            ("late_on__lte", models.F("lock_on")),
                        ),
                        name="month_days_in_order",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="month_is_its_first_day"),
                ],
            },
        ),
        migrations.AddField(
            model_name="monthlyreturn",
            name="reporting_month",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="progress.reportingmonth",
                verbose_name="月份",
            ),
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invested",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="完成投资"
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="拨付资金"
                    ),
                ),
                (
                    "water_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="供水管道"
                    ),
                ),
                (
                    "drain_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="排水管道"
                    ),
                ),
                (
                    "gas_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="供气管道"
                    ),
                ),
                (
                    "heat_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="供热管道"
                    ),
                ),
                (
                    "cable_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="电力通信线路"
                    ),
                ),
                ("lifts", models.IntegerField(blank=True, null=True, verbose_name="加装电梯")),
                ("parking", models.IntegerField(blank=True, null=True, verbose_name="新增停车位")),
                ("position", models.PositiveIntegerField(verbose_name="序号")),
                ("year", models.PositiveSmallIntegerField(verbose_name="计划年度")),
                ("project_name", models.CharField(max_length=100, verbose_name="项目")),
                ("compound_name", models.CharField(max_length=100, verbose_name="小区")),
                ("categories", models.CharField(blank=True, max_length=40, verbose_name="改造类别")),
                ("buildings", models.PositiveIntegerField(blank=True, null=True, verbose_name="楼栋数")),
                ("households", models.PositiveIntegerField(blank=True, null=True, verbose_name="居民户数")),
                (
                    "floor_area",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="建筑面积"
                    ),
                ),
                (
                    "investment",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="计划投资"
                    ),
                ),
                ("planned_start", models.DateField(blank=True, null=True, verbose_name="计划开工")),
                ("planned_end", models.DateField(blank=True, null=True, verbose_name="计划完工")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="开工日期")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="完工日期")),
                (
                    "basic",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="基础类形象进度",
                    ),
                ),
                (
                    "improvement",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="完善类形象进度",
                    ),
                ),
                (
                    "upgrade",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="提升类形象进度",
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
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="总体形象进度",
                    ),
                ),
                ("workers", models.PositiveIntegerField(blank=True, null=True, verbose_name="现场人数")),
                ("problems", models.CharField(blank=True, max_length=300, verbose_name="存在问题")),
                ("next_steps", models.CharField(blank=True, max_length=300, verbose_name="下月计划")),
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
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_lines",
                        to="projects.projectsite",
                        verbose_name="项目小区",
                    ),
                ),
            ],
            options={
                "verbose_name": "月报行",
                "ordering": ["version_id", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("completed_on", None),
                            models.Q(("completed_on__gte", models.F("started_on")), ("started_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="line_completed_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basic", None), models.Q(("basic__gte", 0), ("basic__lte", 100)), _connector="OR"
                        ),
                        name="line_basic_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("improvement", None),
                            models.Q(("improvement__gte", 0), ("improvement__lte", 100)),
                            _connector="OR",
                        ),
                        name="line_improvement_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("upgrade", None), models.Q(("upgrade__gte", 0), ("upgrade__lte", 100)), _connector="OR"
                        ),
                        name="line_upgrade_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("physical", None), models.Q(("physical__gte", 0), ("physical__lte", 100)), _connector="OR"
                        ),
                        name="line_physical_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CellNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.CharField(max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[("return", "退回意见"), ("reason", "情况说明")], max_length=8, verbose_name="类别"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="内容")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="progress.returnline"
                    ),
                ),
            ],
            options={
                "verbose_name": "单元格说明",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CellChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.CharField(max_length=16)),
                ("before", models.CharField(blank=True, max_length=300, verbose_name="改前")),
                ("after", models.CharField(blank=True, max_length=300, verbose_name="改后")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="progress.returnline"
                    ),
                ),
            ],
            options={
                "verbose_name": "单元格修改",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(editable=False, verbose_name="月份")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正原因")),
                (
                    "correction",
                    models.CharField(
                        blank=True,
                        choices=[("returned", "办公室退回"), ("recalled", "街道收回")],
                        editable=False,
                        max_length=8,
                        verbose_name="更正缘由",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "填报中"),
                            ("submitted", "待负责人审核"),
                            ("sent_back", "负责人退回"),
                            ("approved", "待盖章上传"),
                            ("recalled", "街道收回更正"),
                            ("sealed", "待办公室审核"),
                            ("returned", "办公室退回"),
                            ("accepted", "已审核通过"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("code", models.CharField(editable=False, max_length=12, unique=True, verbose_name="校验码")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                ("sealed_at", models.DateTimeField(blank=True, null=True, verbose_name="盖章件上传时间")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="通过时间")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="负责人",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
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
                        verbose_name="办公室审核人",
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
                    "monthly_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="progress.monthlyreturn",
                        verbose_name="月报",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
            ],
            options={
                "verbose_name": "月报版本",
                "ordering": ["monthly_return_id", "-number"],
                "indexes": [
                    models.Index(fields=["division", "month", "accepted_at"], name="version_counted"),
                    models.Index(
                        condition=models.Q(("status__in", ("submitted", "sealed"))),
                        fields=["division"],
                        name="version_to_decide",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("monthly_return", "number"), name="return_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("draft", "sent_back", "submitted"))),
                        fields=("monthly_return",),
                        name="return_one_version_in_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "accepted"), _negated=True),
                            models.Q(("accepted_at__isnull", False), ("sealed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="return_accepted_with_seal",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="returnline",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="progress.returnversion",
                verbose_name="月报版本",
            ),
        ),
        migrations.AddField(
            model_name="monthlyreturn",
            name="current",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="progress.returnversion",
            ),
        ),
        migrations.CreateModel(
            name="SealedScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="attachments/%Y/%m/", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("removed_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                (
                    "found_by",
                    models.CharField(
                        choices=[("qr", "扫描件上的二维码"), ("code", "人工输入的校验码")],
                        max_length=6,
                        verbose_name="识别方式",
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="progress.returnversion",
                        verbose_name="月报版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "盖章件",
                "ordering": ["-uploaded_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invested",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="完成投资"
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="拨付资金"
                    ),
                ),
                (
                    "water_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="供水管道"
                    ),
                ),
                (
                    "drain_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="排水管道"
                    ),
                ),
                (
                    "gas_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="供气管道"
                    ),
                ),
                (
                    "heat_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="供热管道"
                    ),
                ),
                (
                    "cable_km",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="电力通信线路"
                    ),
                ),
                ("lifts", models.IntegerField(blank=True, null=True, verbose_name="加装电梯")),
                ("parking", models.IntegerField(blank=True, null=True, verbose_name="新增停车位")),
                (
                    "span",
                    models.CharField(
                        choices=[("year", "本年累计"), ("total", "开工以来累计")], max_length=5, verbose_name="口径"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="progress.returnline"
                    ),
                ),
            ],
            options={
                "verbose_name": "累计",
                "constraints": [models.UniqueConstraint(fields=("line", "span"), name="tally_once_per_span")],
            },
        ),
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("unchanged", "在建项目连续数月数据无变化"),
                            ("backwards", "累计数据倒退"),
                            ("paid_over_built", "拨付多于完成投资"),
                            ("empty", "按时上报但内容空白"),
                            ("unaccepted", "填报完工但无验收记录"),
                            ("ahead", "投资进度与形象进度明显不符"),
                            ("same_photo", "同一张照片用于不同点位或阶段"),
                        ],
                        max_length=16,
                        verbose_name="规则",
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=300, verbose_name="情况")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("gone_at", models.DateTimeField(blank=True, null=True, verbose_name="消除时间")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="街道说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
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
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.projectsite",
                        verbose_name="项目小区",
                    ),
                ),
                (
                    "monthly_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contradictions",
                        to="progress.monthlyreturn",
                        verbose_name="月报",
                    ),
                ),
            ],
            options={
                "verbose_name": "矛盾数据",
                "ordering": ["-found_at", "-pk"],
                "indexes": [models.Index(fields=["division", "found_at"], name="contradiction_in_division")],
                "constraints": [
                    models.UniqueConstraint(fields=("monthly_return", "rule", "subject"), name="contradiction_once"),
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
                        name="contradiction_answered_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="returnline",
            index=models.Index(fields=["site", "version"], name="line_of_site"),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.UniqueConstraint(fields=("version", "site"), name="site_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="monthlyreturn",
            constraint=models.UniqueConstraint(
                fields=("reporting_month", "division"), name="return_once_per_street_month"
            ),
        ),
    ]
