"""Topics and what of two collections is about them, judged by hand, mostly by title: how the titles of the papers begin
that are about each, and of those of which it may be said."""

from __future__ import annotations

Judged = dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]

TUNED: Judged = {
    ("probabilistic programming and Bayesian inference in Python", "dev_scipy_all.jsonl"): (
        (
            "pgmpy: Probabilistic",
            "A Bayesian’s journey",
            "Frequentism and Bayesianism",
            "gpustats",
            "Parameter Estimation Using the Python Package pymcmcstat",
            "Fitting and Estimating Parameter Confidence Limits",
        ),
        ("Functional Uncertainty", "PyHRF"),
    ),
    ("GPU computing in Python", "dev_scipy_all.jsonl"): (
        (
            "PyStream",
            "Theano",
            "VisPy",
            "gpustats",
            "Compyle",
            "WrightSim",
            "High-performance operator evaluations",
            "A Programmatic Interface for Particle Plasma",
            "Having your cake",
            "HOOMD-blue version 3.0",
            "Bringing Parallel Performance to Python",
            "Optimizing Python-Based Spectroscopic",
        ),
        ("Awkward Array", "Developing a Graph Convolution", "Constructing scientific programs"),
    ),
    ("reproducible research workflows", "dev_scipy_all.jsonl"): (
        (
            "Storing Reproducible Results",
            "lpEdit",
            "Building a Cloud Service for Reproducible",
            "Binder 2.0",
            "Reproducible Documents with PythonTeX",
            "A Bayesian’s journey",
            "BCE: Berkeley",
            "The Sacred Infrastructure",
            "signac",
            "Pydra",
            "Codebraid",
        ),
        (
            "Exploring Collaborative HPC Visualization Workflows",
            "HoloViews",
            "PySPH: a reproducible",
            "cesium",
            "UConnRCMPy",
            "EarthSim",
            "SHADOW",
            "Software Engineering as Research Method",
            "GraphTerm",
        ),
    ),
    ("geospatial data analysis", "dev_scipy_all.jsonl"): (
        (
            "Python Coding of Geospatial",
            "pyDEM",
            "Scaling Polygon Adjacency",
            "Measuring rainshafts",
            "Spatio-temporal analysis of socioeconomic",
            "Scalable Feature Extraction with Aerial",
            "EarthSim",
            "Improving efficiency and repeatability of lake",
            "Creating a Real-Time Recommendation Engine",
        ),
        ("Using Python, Partnerships", "Hurricane Prediction", "PySPLIT"),
    ),
    ("network visualization", "dev_scipy_all.jsonl"): (
        ("Network visualizations", "Structural Cohesion"),
        ("Dynamic Social", "Spectral Analysis", "Testing Generative"),
    ),
    ("hyperparameter optimization of machine learning models", "dev_scipy_all.jsonl"): (
        ("Hyperopt: A", "Hyperopt-Sklearn", "Better and faster"),
        (),
    ),
    ("molecular dynamics simulation analysis", "dev_scipy_all.jsonl"): (
        ("MDAnalysis", "Parallel Analysis", "PMDA - Parallel", "HOOMD-blue version"),
        ("Analyzing Particle", "Protein Folding", "pyMolDyn: Identification", "Design and Implementation"),
    ),
    ("astronomical image processing and data calibration", "dev_scipy_all.jsonl"): (
        ("Astrodata", "Ginga: an open-source", "The James Webb", "Automated Image", "Practical Applications"),
        (
            "Rebuilding the",
            "Using Python with",
            "SunPy: Python",
            "Simulating X-ray",
            "Widgets and",
            "ChiantiPy: a",
            "Multidimensional",
            "Fitting and",
        ),
    ),
    ("teaching programming and scientific computing to students", "dev_scipy_all.jsonl"): (
        (
            "Scientific Computing",
            "Teaching numerical",
            "Project-based",
            "Campaign for",
            "Python for research",
            "Creating a browser-based",
            "Python as a",
            "Signal Processing",
            "Widgets and",
            "Spreading the",
            "Yaksh: Facilitating",
            "Accelerating",
            "Equity, Scalability",
        ),
        ("BCE: Berkeley's", "Validated numerics", "The Climate"),
    ),
    ("machine learning for audio and speech signals", "dev_scipy_all.jsonl"): (
        ("Audio-Visual", "librosa: Audio", "Comparison of"),
        ("A Real-Time", "Real-Time Digital"),
    ),
    ("software testing and verification", "dev_scipy_all.jsonl"): (
        ("PyModel: Model-based", "PyTeCK: a Python-based", "Falsify your"),
        ("pandera: Statistical", "Validating Function"),
    ),
    ("time series analysis", "dev_scipy_all.jsonl"): (
        ("Time Series", "White Noise", "cesium: Open-Source"),
        ("Statsmodels", "TrendVis: an", "Visualizing", "Learning from"),
    ),
    ("weather and climate modeling", "dev_scipy_all.jsonl"): (
        ("Weather Forecast", "Hurricane Prediction", "The Climate", "PyDDA: A new", "Measuring rainshafts"),
        ("PySPLIT: a Package", "TracPy: Wrapping"),
    ),
    ("interactive notebooks and widgets", "dev_scipy_all.jsonl"): (
        (
            "GraphTerm: A",
            "Bringing ipywidgets",
            "Binder 2.0 -",
            "Securing Your",
            "EarthSim: Flexible",
            "Real-Time Digital",
            "Widgets and",
            "Teaching numerical",
            "Signal Processing",
        ),
        ("HoloViews: Building", "Creating a browser-based"),
    ),
    ("aspect-based sentiment analysis with attention", "dev_nlp.jsonl"): (
        (
            "A Position-aware",
            "Effective Attention",
            "Attention-based",
            "Recurrent Attention",
            "Parameterized",
            "IARM: Inter-Aspect",
            "Multi-grained",
            "Hierarchical",
            "Recurrent Entity",
            "Target-Sensitive",
        ),
        ("Exploring Joint", "Contextual Inter-modal", "DataStories"),
    ),
    ("abstractive text summarization", "dev_nlp.jsonl"): (
        (
            "Ensure the Correctness",
            "Structure-Infused",
            "Deep Recurrent",
            "Cutting-off",
            "Abstractive",
            "Entity Commonsense",
            "Selective Encoding",
            "Retrieve, Rerank",
            "Soft Layer-Specific",
            "Global Encoding",
            "Coarse-to-Fine",
        ),
        ("Can Syntax Help?", "A Language Model"),
    ),
    ("relation extraction", "dev_nlp.jsonl"): (
        (
            "Position-aware",
            "Context-Aware",
            "Relation Classification",
            "Going out on",
            "Span-Level Model",
            "CATENA: CAusal",
            "A Structured",
        ),
        (),
    ),
    ("multimodal emotion recognition", "dev_nlp_small_sentiment.jsonl"): (
        ("ICON: Interactive", "Contextual Inter-modal", "Conversational", "Context-Dependent"),
        (),
    ),
}
"""Those that the screening was tuned with."""

HELD_OUT: Judged = {
    ("parallel and distributed computing", "dev_scipy_all.jsonl"): (
        (
            "A Technical",
            "Using the Global",
            "Using Python to Construct",
            "Bringing Parallel",
            "Dask: Parallel",
            "Launching Python",
            "Cloudknot: A",
            "Composable Multi-Threading",
            "Compyle: a Python",
            "Optimizing Python-Based",
            "Software Transactional",
            "Parallel Analysis",
            "PMDA - Parallel",
            "N-th-order Accurate",
            "Having your",
        ),
        (
            "Geodynamic simulations",
            "DMTCP: Bringing",
            "A Programmatic",
            "Exploring Collaborative",
            "Scaling Polygon",
            "Better and faster",
        ),
    ),
    ("fluid dynamics and wave simulation", "dev_scipy_all.jsonl"): (
        ("PySPH: A Python", "PySPH: a reproducible", "Using Python to Construct", "Optimised finite"),
        (
            "The Climate",
            "TracPy: Wrapping",
            "Numerical Pyromaniacs",
            "Combining Physics-Based",
            "Geodynamic simulations",
        ),
    ),
    ("neuroimaging and physiological signal analysis", "dev_scipy_all.jsonl"): (
        ("PyHRF: A Python", "Developing a", "Visualizing"),
        ("pulse2percept",),
    ),
    ("machine reading comprehension", "dev_nlp.jsonl"): (
        (
            "Cut to the Chase",
            "MemoReader",
            "Multi-Granular",
            "Dynamic Entity",
            "CliCR: a Dataset",
            "Gated Self-Matching",
            "A Multi-Stage",
        ),
        ("Story Comprehension", "A Simple and", "Tell Me Why"),
    ),
    ("hypernym discovery", "dev_nlp.jsonl"): (
        (
            "Supervised Distributional",
            "CRIM at SemEval-2018",
            "Apollo at SemEval-2018",
            "SJTU-NLP at",
            "NLP_HZ at SemEval-2018",
            "EXPR at SemEval-2018",
            "ADAPT at SemEval-2018",
            "300-sparsans",
        ),
        (),
    ),
    ("statistical modeling and econometrics", "dev_scipy_all.jsonl"): (
        (
            "Statsmodels",
            "Data Structures",
            "Time Series",
            "Python for research",
            "The Econ-ARK",
            "Software Engineering",
        ),
        ("White Noise", "Frequentism", "Fitting and", "gpustats: GPU", "Parameter Estimation", "Safe handling"),
    ),
    ("nuclear reactors and plasma fusion", "dev_scipy_all.jsonl"): (
        ("PyRK: A Python", "Automation of", "Leading magnetic", "A Programmatic"),
        (),
    ),
}
"""Those that it was not."""
