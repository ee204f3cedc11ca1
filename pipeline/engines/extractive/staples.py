"""What works of many fields share without being about it: tools, resources, measures and procedures, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal[
    "software",
    "language",
    "words",
    "training",
    "procedure",
    "model",
    "resource",
    "measure",
    "test",
    "practice",
    "tongue",
    "data",
    "trait",
]


@dataclass(frozen=True, slots=True)
class Staple:
    """A thing in common use, by the name that a sentence gives it."""

    kind: Kind
    name: str


# name=forms that the works write, where these differ. A form in small letters may be written in capitals, one with a
# capital stands as it is; each may have a plural s, and a hyphen may stand for a blank.
_ROWS: dict[Kind, str] = {
    "software": "NumPy=numpy;SciPy=scipy;pandas;Matplotlib=matplotlib;scikit-learn=scikit learn|"
    "sklearn;Cython=cython;"
    "Numba=numba;Jupyter notebooks=jupyter notebook|ipython notebook;IPython=ipython;Dask=Dask|dask;"
    "TensorFlow=tensorflow;PyTorch=pytorch;Keras=keras;Theano=theano;NLTK=nltk;spaCy=spacy;CoreNLP=corenlp;"
    "Gensim=gensim;Stata;SPSS;CUDA=cuda;OpenCL=opencl;MPI;HDF5=hdf5;Docker;SQLite=sqlite;PostgreSQL=postgresql;"
    "MongoDB=mongodb;Django;Bokeh=bokeh;Plotly=plotly;seaborn;SymPy=sympy;NetworkX=networkx;Astropy=astropy;xarray;"
    "PyMC=pymc|pymc3;Stan;VTK;Mayavi=mayavi|mayavi2;OpenCV=opencv;scikit-image=scikit image|skimage;statsmodels;"
    "Apache Spark=apache spark|Spark;Hadoop;PyQt=pyqt|pyqt4|pyqt5;PyCUDA=pycuda;PyOpenCL=pyopencl;ImageJ=imagej;"
    "GDAL;BLAS;LAPACK;Excel;SAS;RevMan;NVivo;COMSOL;Simulink;QGIS;ArcGIS;Blender;Git;GitHub=github;Sphinx;SWIG;"
    "f2py;mpi4py;PyTables=pytables;Boost;Eigen;Qt;Kubernetes;Conda=conda;ipywidgets;D3=d3 js|D3",
    "language": "C++;Fortran=fortran;Java;JavaScript=javascript;Julia;MATLAB=matlab;Perl",
    "words": "GloVe=glove;word2vec;fastText=fasttext;ELMo=elmo;BERT;the skip-gram model=skip gram",
    "training": "Adam;AdaDelta=adadelta;AdaGrad=adagrad;RMSprop=rmsprop;stochastic gradient descent=stochastic "
    "gradient descent|SGD;dropout;early stopping;gradient clipping;batch normalization",
    "procedure": "beam search;cross-validation=cross validation;data augmentation;reinforcement learning;"
    "transfer learning;grid search;random search;feature selection;dimensionality reduction=dimensionality reduction|"
    "dimension reduction;feature extraction;crowdsourcing=crowdsourcing|crowd sourcing;manual annotation=manual "
    "annotation;majority voting=majority vote|majority voting;interpolation=interpolation|linear interpolation;"
    "visual inspection;segmentation=image segmentation;hyperparameter search=hyperparameter search|hyperparameter "
    "optimization|hyperparameter tuning;histograms=histogram;confidence intervals=confidence interval;unsupervised "
    "learning;multi-task learning=multi task learning;negative sampling;parallel computing=parallel computing|"
    "parallel processing|parallel computation|multiprocessing",
    "model": "LSTM networks=LSTM|long short term memory;bidirectional LSTM networks=bilstm|BLSTM|bi lstm|"
    "bidirectional "
    "lstm|bi directional lstm;gated recurrent units=GRU|gated recurrent unit;convolutional neural networks=CNN|"
    "ConvNet|convolutional neural network;conditional random fields=CRF|conditional random field;attention "
    "mechanisms=attention "
    "mechanism;support vector machines=SVM|support vector machine;Transformer models=Transformer;random "
    "forests=random "
    "forest;logistic regression;linear regression;decision trees=decision tree;k-means clustering=k means;principal "
    "component analysis=principal component analysis|principal components analysis|PCA;Gaussian processes=gaussian "
    "process|gaussian processes;Markov chain Monte Carlo=markov chain monte carlo|MCMC;Gaussian mixture "
    "models=gaussian "
    "mixture model|GMM;hidden Markov models=hidden markov model|HMM;Monte Carlo simulation=monte carlo simulation;"
    "finite elements=finite element;Fourier transforms=fourier transform|FFT;Kalman filters=kalman filter;integer "
    "linear programming=integer linear programming|ILP;propensity scores=propensity score;Cox regression=cox "
    "regression|cox proportional hazards|cox model;mixed-effects models=mixed effects model|mixed effects regression;"
    "ordinary least squares=ordinary least squares|OLS;singular value decomposition=singular value decomposition|SVD;"
    "neural networks=neural network|artificial neural network;deep learning=deep learning|deep neural "
    "network;Bayesian methods=bayesian inference|bayesian approach|bayesian method|bayesian analysis|bayesian "
    "model;clustering=clustering|"
    "cluster analysis|hierarchical clustering;regression models=regression model|regression analysis|multiple "
    "regression;topic models=topic model|topic modeling|latent dirichlet allocation|LDA;ensembles=ensemble|ensemble "
    "method;cosine similarity;kernel density estimation=kernel density estimation|kernel density estimate|KDE;least "
    "squares=least squares|nonlinear least squares;graph representations=graph representation|directed graph;partial "
    "differential equations=partial differential equation|PDE;ordinary differential equations=ordinary differential "
    "equation|ODE;language models=language model;maximum likelihood=maximum likelihood|maximum likelihood estimation;"
    "expectation maximization=expectation maximization|EM algorithm;naive Bayes=naive bayes",
    "resource": "WordNet=wordnet;Wikipedia=wikipedia;Freebase=freebase;BabelNet=babelnet;Wikidata=wikidata;ConceptNet="
    "conceptnet;ImageNet=imagenet;PropBank=propbank;FrameNet=framenet;PubMed=pubmed;MEDLINE=medline;Scopus;Web of "
    "Science;Google Scholar;Landsat;MODIS;UK Biobank;Mechanical Turk=mechanical turk|AMT",
    "measure": "F1=F1;ROUGE;BLEU;METEOR;mean average precision=mean average precision|MAP;mean reciprocal rank="
    "mean reciprocal rank|MRR;exact match=exact match|EM;perplexity;root mean square error=RMSE|root mean square "
    "error|"
    "root mean squared error;mean squared error=mean squared error|mean square error|MSE;area under the curve=AUC|"
    "area under the curve;odds ratios=odds ratio;hazard ratios=hazard ratio",
    "practice": "ablation studies=ablation study|ablation studies|ablation experiment|ablation test|ablation;error "
    "analyses=error analysis|error analyses|analysis of errors;human evaluation=human evaluation|manual "
    "evaluation|human "
    "judgment|human judge|human rater;case studies=case study|case studies;user studies=user study|user studies|user "
    "survey;interviews=semi structured interview|interview;questionnaires=questionnaire;simulations=simulation|"
    "simulations;sensitivity analyses=sensitivity analysis|sensitivity analyses;significance tests=significance test|"
    "statistical significance test;unit tests=unit test;randomised trials=randomised controlled trial|randomized "
    "controlled trial;systematic reviews=systematic review;meta-analyses=meta analysis|meta analyses",
    "tongue": "English;Chinese;Spanish;Arabic;German;French;Italian;Japanese;Korean;Hindi;Russian;Portuguese",
    "test": "t-tests=t test;analysis of variance=ANOVA|analysis of variance;chi-squared tests=chi squared test|chi "
    "square test;Wilcoxon tests=wilcoxon signed rank test|wilcoxon rank sum test;Mann–Whitney tests=mann whitney u "
    "test|mann whitney test;Kolmogorov–Smirnov tests=kolmogorov smirnov",
}  # fmt: skip
_Words = tuple[str, ...]
_TOKEN = re.compile(r"[A-Za-z0-9][\w+]*")


def _forms() -> dict[str, list[tuple[_Words, Staple]]]:
    """The forms by their first word in small letters, the longest first."""
    found: dict[str, list[tuple[_Words, Staple]]] = {}
    for kind, line in _ROWS.items():
        for row in line.split(";"):
            name, _, told = (part.strip() for part in row.partition("="))
            for form in (told or name).split("|"):
                words = tuple(_TOKEN.findall(form))
                found.setdefault(words[0].casefold(), []).append((words, Staple(kind, name)))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


_FORMS = _forms()


def staples_in(text: str) -> Iterator[tuple[Staple, int, int]]:
    """Every staple that `text` names, with where its name begins and ends."""
    tokens = list(_TOKEN.finditer(text))
    for place, token in enumerate(tokens):
        for words, staple in _forms_at(token.group()):
            here = tokens[place : place + len(words)]
            if len(here) == len(words) and _fits(text, here, words):
                yield staple, token.start(), here[-1].end()
                break


def _forms_at(word: str) -> list[tuple[_Words, Staple]]:
    low = word.casefold()
    return _FORMS.get(low) or _FORMS.get(low.removesuffix("s"), [])


def _fits(text: str, here: list[re.Match[str]], words: _Words) -> bool:
    """Whether these words of `text` are the form's: side by side, spelt so, the last one perhaps in the plural."""
    if any(text[a.end() : b.start()] not in (" ", "-") for a, b in pairwise(here)):
        return False
    if text[here[0].start() - 1 : here[0].start()] in (".", "-", "_", "/") or text[here[-1].end() :][:1] == "_":
        return False
    for i, (token, word) in enumerate(zip(here, words, strict=True)):
        plain = token.group() if word != word.lower() else token.group().casefold()
        if plain != word and not (i == len(words) - 1 and plain == f"{word}s"):
            return False
    return True
