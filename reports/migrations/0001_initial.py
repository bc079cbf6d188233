import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("divisions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="次数")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="重新编发原因")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "编制中"), ("issued", "已印发")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("as_at", models.DateField(verbose_name="数据截至")),
                ("known_at", models.DateTimeField(verbose_name="数据取自")),
                ("figures", models.TextField(editable=False, verbose_name="数据")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="数据校验")),
                ("opening", models.TextField(blank=True, verbose_name="总体情况")),
                ("progress", models.TextField(blank=True, verbose_name="工程进展")),
                ("ranking", models.TextField(blank=True, verbose_name="进度排名")),
                ("money", models.TextField(blank=True, verbose_name="资金情况")),
                ("problems", models.TextField(blank=True, verbose_name="存在问题")),
                ("next_steps", models.TextField(blank=True, verbose_name="下步工作")),
                ("edited", models.BooleanField(default=False, verbose_name="文字已人工修改")),
                ("made_at", models.DateTimeField(verbose_name="编制时间")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="发文序号")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="印发人",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编制人",
                    ),
                ),
            ],
            options={
                "verbose_name": "进展月报",
                "ordering": ["-month", "division_id", "-edition"],
                "constraints": [
                    models.UniqueConstraint(fields=("division", "month", "edition"), name="report_edition_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("division", "month"),
                        name="report_one_draft_per_month",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("document", ""), _negated=True),
                        fields=("division", "document"),
                        name="report_document_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("document", ""),
                                ("issued_by", None),
                                ("issued_on", None),
                                ("number", None),
                                ("status", "draft"),
                            ),
                            models.Q(
                                ("issued_by__isnull", False),
                                ("issued_on__isnull", False),
                                ("number__isnull", False),
                                ("status", "issued"),
                                models.Q(("document", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_issued_with_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="attachments/%Y/%m/", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("removed_reason", models.CharField(blank=True, max_length=200, verbose_name="移除原因")),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Word"), ("pdf", "PDF"), ("excel", "Excel")],
                        max_length=8,
                        verbose_name="格式",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="reports.monthlyreport",
                        verbose_name="进展月报",
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
            ],
            options={
                "verbose_name": "进展月报文件",
                "ordering": ["-uploaded_at", "-pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("report", "kind"), name="report_file_once_per_kind")],
            },
        ),
        migrations.CreateModel(
            name="ReportRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="施行日期")),
                ("document", models.CharField(max_length=100, verbose_name="依据文号")),
                (
                    "report_month",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "当月"), (1, "次月")], default=1, verbose_name="编发日所在月"
                    ),
                ),
                (
                    "report_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="编发日",
                    ),
                ),
                ("issuer", models.CharField(max_length=100, verbose_name="发文机关")),
                ("number_prefix", models.CharField(max_length=30, verbose_name="发文字号机关代字")),
                (
                    "ranked_by",
                    models.CharField(
                        choices=[
                            ("start_rate", "开工率"),
                            ("finish_rate", "完工率"),
                            ("investment_rate", "投资完成率"),
                            ("physical", "总体形象进度"),
                        ],
                        default="investment_rate",
                        max_length=20,
                        verbose_name="排名指标",
                    ),
                ),
                (
                    "named",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="点名几个快的、几个慢的",
                    ),
                ),
                (
                    "behind_in",
                    models.CharField(
                        choices=[("points", "个百分点"), ("percent", "百分比")],
                        default="points",
                        max_length=8,
                        verbose_name="落后按",
                    ),
                ),
                (
                    "yellow_from",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="黄牌：落后达到",
                    ),
                ),
                ("yellow_included", models.BooleanField(default=True, verbose_name="黄牌含本数")),
                (
                    "red_from",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="红牌：落后达到",
                    ),
                ),
                ("red_included", models.BooleanField(default=False, verbose_name="红牌含本数")),
                (
                    "yellow_months",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(12)],
                        verbose_name="连续几个月黄牌转红牌（0 为不转）",
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
                "verbose_name": "进展月报规则",
                "ordering": ["division_id", "-since"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("division", "since"), name="reportrule_once_per_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("red_from__lte", 100), ("yellow_from__gte", 0), ("yellow_from__lte", models.F("red_from"))
                        ),
                        name="report_yellow_before_red",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="月",
                    ),
                ),
                (
                    "expected",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="应达到（%）",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paces", to="reports.reportrule"
                    ),
                ),
            ],
            options={
                "verbose_name": "序时进度",
                "ordering": ["month"],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "month"), name="pace_once_per_month"),
                    models.CheckConstraint(
                        condition=models.Q(("expected__gte", 0), ("expected__lte", 100)), name="pace_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("title", models.CharField(max_length=120, verbose_name="表题")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="依据文号")),
                ("unit_line", models.CharField(blank=True, max_length=60, verbose_name="单位行")),
                (
                    "rows_by",
                    models.CharField(
                        choices=[("county", "县（市、区）"), ("street", "街道（乡镇）"), ("site", "小区")],
                        default="street",
                        max_length=8,
                        verbose_name="每行为",
                    ),
                ),
                ("numbered", models.BooleanField(default=True, verbose_name="有序号列")),
                ("coded", models.BooleanField(default=False, verbose_name="有区划代码列")),
                (
                    "total",
                    models.CharField(
                        choices=[("first", "合计在最前"), ("last", "合计在最后"), ("none", "不设合计")],
                        default="first",
                        max_length=6,
                        verbose_name="合计",
                    ),
                ),
                ("foot", models.CharField(blank=True, max_length=200, verbose_name="表脚")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="divisions.division",
                        verbose_name="制发区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "统计表",
                "ordering": ["division_id", "name"],
                "constraints": [models.UniqueConstraint(fields=("division", "name"), name="stat_table_named_once")],
            },
        ),
        migrations.CreateModel(
            name="StatColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("top", models.CharField(blank=True, max_length=60, verbose_name="一级表头")),
                ("middle", models.CharField(blank=True, max_length=60, verbose_name="二级表头")),
                ("head", models.CharField(max_length=60, verbose_name="列名")),
                ("measure", models.CharField(max_length=40, verbose_name="指标")),
                ("unit", models.CharField(blank=True, max_length=10, verbose_name="单位")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(4)], verbose_name="小数位"
                    ),
                ),
                ("whole_word", models.CharField(blank=True, max_length=20, verbose_name="达到 100% 时写作")),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="columns", to="reports.stattable"
                    ),
                ),
            ],
            options={
                "verbose_name": "统计表列",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "position"), name="stat_column_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CardExemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
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
            ],
            options={
                "verbose_name": "免于亮牌",
                "ordering": ["-month", "division_id"],
                "constraints": [models.UniqueConstraint(fields=("division", "month"), name="exemption_once_per_month")],
            },
        ),
    ]
