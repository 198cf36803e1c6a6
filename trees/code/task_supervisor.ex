defmodule Thumbnails do
  # In the tree: {Task.Supervisor, name: Thumbnails.Tasks, max_children: 8}
  def make(path) do
    task =
      Task.Supervisor.async_nolink(Thumbnails.Tasks, fn -> shrink(path) end)

    # Its crash is a value here; the caller lives on.
    case Task.yield(task, 5_000) || Task.shutdown(task) do
      {:ok, thumbnail} -> {:ok, thumbnail}
      {:exit, reason} -> {:error, reason}
      nil -> {:error, :timeout}
    end
  end

  defp shrink(path), do: File.read!(path)
end
