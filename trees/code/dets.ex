defmodule Drafts do
  @path ~c"drafts.dets"

  # One file, up to 2 GB; a crash costs a repair when it is opened again.
  def open, do: :dets.open_file(__MODULE__, file: @path, auto_save: 1_000)
  def close, do: :dets.close(__MODULE__)

  def put(id, draft), do: :dets.insert(__MODULE__, {id, draft})

  def get(id) do
    case :dets.lookup(__MODULE__, id) do
      [{^id, draft}] -> {:ok, draft}
      [] -> :error
    end
  end
end
